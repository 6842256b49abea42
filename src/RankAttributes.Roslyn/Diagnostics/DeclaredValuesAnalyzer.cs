using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0004: a strength, rank, norm, shape or number of samples that nothing can be computed from.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclaredValuesAnalyzer : DiagnosticAnalyzer
{
    private const string Positive = "finite and above 0";

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.ValueNotUsable);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        SymbolKind[] kinds = [SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property];
        context.RegisterAttributeAction(KnownNames.SchattenRegularize, static (found, penalty) => CheckPenalty(penalty, found.Symbol, found.ReportDiagnostic, found.CancellationToken), kinds);
        context.RegisterAttributeAction(KnownNames.TrainingData, static (found, data) => CheckData(data, found.Symbol, found.ReportDiagnostic, found.CancellationToken), kinds);
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
        values.Check("Strength", value => value is >= 0 and <= double.MaxValue, "finite and at least 0");
        values.Check("Rank", value => value >= 1, "at least 1");
        values.Check("SpectralNorm", IsPositive, Positive);
        values.Check("Smoothing", IsPositive, Positive);
    }

    private static void CheckData(AttributeData data, ISymbol owner, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var values = new DeclaredValues(data, owner, report, cancellation);
        if (AttributeReader.Number(AttributeReader.Argument(data, 0)) is { } samples and < 1) values.Report("samples", 0, samples, "at least 1");
        values.Check("InputNorm", IsPositive, Positive);
        values.Check("Margin", IsPositive, Positive);
        if (AttributeReader.Named(data, "InputShape") is not { Kind: TypedConstantKind.Array, IsNull: false } shape) return;
        foreach (var size in shape.Values)
        {
            if (size.Value is < 1 and int wrong) values.Report("InputShape", -1, wrong, "made of sizes of at least 1");
        }
    }

    private static bool IsPositive(double value) => value is > 0 and <= double.MaxValue;

    private sealed record DeclaredValues(AttributeData Attribute, ISymbol Owner, Action<Diagnostic> Show, CancellationToken Cancellation)
    {
        public void Check(string name, Func<double, bool> isUsable, string range)
        {
            if (AttributeReader.Number(AttributeReader.Named(Attribute, name)) is { } value && !isUsable(value)) Report(name, -1, value, range);
        }

        public void Report(string name, int position, double value, string range) => Show(Diagnostic.Create(
            Descriptors.ValueNotUsable, SymbolLocations.OfArgument(Attribute, Owner, name, position, Cancellation), name, value.ToString(CultureInfo.InvariantCulture), range));
    }
}
