using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0004: a strength, rank, norm, shape or number of samples that nothing can be computed from.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclaredValuesAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.ValueNotUsable);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        SymbolKind[] kinds = [SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property];
        context.RegisterAttributeAction(
            KnownNames.SchattenRegularize, static (found, penalty) =>
                CheckPenalty(penalty, found.Symbol, found.ReportDiagnostic, found.CancellationToken), kinds);
        context.RegisterAttributeAction(
            KnownNames.TrainingData, static (found, data) => CheckData(data, found.Symbol, found.ReportDiagnostic, found.CancellationToken), kinds);
        context.RegisterCompilationAction(static whole =>
        {
            var assembly = whole.Compilation.Assembly;
            if (AttributeReader.Find(assembly, KnownNames.TrainingData) is { } data && !SymbolLocations.IsBeingTyped(data, whole.CancellationToken))
                CheckData(data, assembly, whole.ReportDiagnostic, whole.CancellationToken);
        });
    }

    private static void CheckPenalty(AttributeData penalty, ISymbol owner, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var values = new DeclaredValues(penalty, owner, report, cancellation);
        values.Check(DeclaredValue.Strength);
        values.Check(DeclaredValue.Rank);
        values.Check(DeclaredValue.SpectralNorm);
        values.Check(DeclaredValue.Smoothing);
    }

    private static void CheckData(AttributeData data, ISymbol owner, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var values = new DeclaredValues(data, owner, report, cancellation);
        if (AttributeReader.Number(AttributeReader.Argument(data, 0)) is { } samples && !DeclaredValue.Samples.Contains(samples))
            values.Report(DeclaredValue.Samples, 0, samples);
        values.Check(DeclaredValue.InputNorm);
        values.Check(DeclaredValue.Margin);
        if (AttributeReader.Named(data, DeclaredValue.InputSize.Name) is not { Kind: TypedConstantKind.Array, IsNull: false } shape) return;
        foreach (var size in shape.Values)
        {
            if (size.Value is int given && !DeclaredValue.InputSize.Contains(given)) values.Report(DeclaredValue.InputSize, -1, given);
        }
    }

    private sealed record DeclaredValues(AttributeData Attribute, ISymbol Owner, Action<Diagnostic> Show, CancellationToken Cancellation)
    {
        public void Check(DeclaredValue declared)
        {
            if (AttributeReader.Number(AttributeReader.Named(Attribute, declared.Name)) is { } value && !declared.Contains(value)) Report(declared, -1, value);
        }

        public void Report(DeclaredValue declared, int position, double value) => Show(Diagnostic.Create(
            Descriptors.ValueNotUsable, SymbolLocations.OfArgument(Attribute, Owner, declared.Name, position, Cancellation), declared.Name,
                value.ToString(CultureInfo.InvariantCulture), declared.Range));
    }
}
