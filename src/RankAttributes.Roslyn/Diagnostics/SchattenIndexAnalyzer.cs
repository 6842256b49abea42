using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0003: p is outside (0, 2] or not finite.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SchattenIndexAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.IndexOutOfRange);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAttributeAction(KnownNames.SchattenRegularize, Analyze, SymbolKind.NamedType, SymbolKind.Field, SymbolKind.Property);
    }

    private static void Analyze(SymbolAnalysisContext context, AttributeData attribute)
    {
        if (AttributeReader.Number(AttributeReader.Argument(attribute, 0)) is not { } p || DeclaredValue.Index.Contains(p)) return;
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.IndexOutOfRange,
            SymbolLocations.OfArgument(attribute, context.Symbol, "p", 0, context.CancellationToken),
            p.ToString(CultureInfo.InvariantCulture)));
    }
}
