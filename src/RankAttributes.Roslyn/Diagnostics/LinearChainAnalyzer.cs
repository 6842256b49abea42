using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1008: linear layers with nothing between them, which weight decay alone regularizes like one Schatten-(2/d) matrix.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LinearChainAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.LinearLayersInARow);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterModelAction(Analyze);
    }

    private static void Analyze(AnalyzedModel analyzed)
    {
        foreach (var chain in analyzed.Own.Chains)
        {
            // An author who declares p = 2/d for all of them knows, and gets the loss without a decomposition.
            if (chain.IsBalanced(analyzed.Own)) continue;
            var layers = chain.Layers.Select(name => analyzed.Own.Layers.FirstOrDefault(layer => layer.Name == name)).OfType<LayerDeclaration>().ToList();
            if (layers.Count < chain.Layers.Count || layers.All(layer => layer.IsIgnored)) continue;
            var (first, last) = (layers[0], layers[layers.Count - 1]);
            if (first.Inputs.Value is not { } inputs || last.Outputs.Value is not { } outputs) continue;
            analyzed.Report(
                Descriptors.LinearLayersInARow, analyzed.PlaceOf(first.Name), MessageText.Name(first.Name), MessageText.Name(last.Name), layers.Count,
                Figure.Count(outputs), Figure.Count(inputs), layers.Count == 2 ? "1" : $"2/{layers.Count}");
        }
    }
}
