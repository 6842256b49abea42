using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0001: an annotated class, or a type that contains it, is not partial.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PartialModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.ModelNotPartial);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterAttributeAction(KnownNames.SchattenRegularize, Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, AttributeData attribute)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!TorchSymbols.IsModule(type)) return;
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (ModelReader.IsPartial(current, context.CancellationToken)) continue;
            var because = SymbolEqualityComparer.Default.Equals(current, type) ? "" : $" (it contains '{type.Name}')";
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.ModelNotPartial, current.Locations.FirstOrDefault(), current.Name, because));
        }
    }
}
