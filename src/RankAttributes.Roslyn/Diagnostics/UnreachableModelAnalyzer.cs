using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Roslyn.Reading;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK0009: generated code cannot add to an annotated class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreachableModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.OutOfReach);

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
        if (GeneratedPart.Obstacle(type, context.Compilation) is not { } reason) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.OutOfReach, type.Locations.FirstOrDefault(), type.Name, reason));
    }
}
