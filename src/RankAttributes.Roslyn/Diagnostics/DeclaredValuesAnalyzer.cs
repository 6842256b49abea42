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
        context.RegisterSymbolAction(
            static symbol => Analyze(symbol.Symbol, symbol.ReportDiagnostic, symbol.CancellationToken),
            SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property);
        context.RegisterCompilationAction(
            static compilation => Analyze(compilation.Compilation.Assembly, compilation.ReportDiagnostic, compilation.CancellationToken));
    }

    private static void Analyze(ISymbol symbol, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (AttributeReader.Find(symbol, KnownNames.SchattenRegularize) is { } penalty && !SymbolLocations.IsBeingTyped(penalty, cancellation))
        {
            Check(penalty, "Strength", value => value is >= 0 and <= double.MaxValue, "finite and at least 0");
            Check(penalty, "Rank", value => value >= 1, "at least 1");
            Check(penalty, "SpectralNorm", IsPositive, Positive);
            Check(penalty, "Smoothing", IsPositive, Positive);
        }

        if (AttributeReader.Find(symbol, KnownNames.TrainingData) is { } data && !SymbolLocations.IsBeingTyped(data, cancellation))
        {
            if (AttributeReader.Number(AttributeReader.Argument(data, 0)) is { } samples and < 1)
                Report(data, "samples", 0, samples, "at least 1");
            Check(data, "InputNorm", IsPositive, Positive);
            Check(data, "Margin", IsPositive, Positive);
            if (AttributeReader.Named(data, "InputShape") is { Kind: TypedConstantKind.Array, IsNull: false } shape)
            {
                foreach (var size in shape.Values)
                {
                    if (size.Value is < 1 and int wrong) Report(data, "InputShape", -1, wrong, "made of sizes of at least 1");
                }
            }
        }

        void Check(AttributeData attribute, string name, Func<double, bool> isUsable, string range)
        {
            if (AttributeReader.Number(AttributeReader.Named(attribute, name)) is { } value && !isUsable(value)) Report(attribute, name, -1, value, range);
        }

        void Report(AttributeData attribute, string name, int position, double value, string range) => report(Diagnostic.Create(
            Descriptors.ValueNotUsable,
            SymbolLocations.OfArgument(attribute, symbol, name, position, cancellation),
            name,
            value.ToString(CultureInfo.InvariantCulture),
            range));
    }

    private static bool IsPositive(double value) => value is > 0 and <= double.MaxValue;
}
