using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>RANK1005: one of several layers makes nearly all of a sample complexity that exceeds the dataset.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DominantLayerAnalyzer : DiagnosticAnalyzer
{
    private const double LeastShare = 0.8;

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Descriptors.LayerDominates);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterModelAction(Analyze);
    }

    private static void Analyze(AnalyzedModel analyzed)
    {
        if (!analyzed.Model.IsResolved || analyzed.Data is not { Samples: > 0 } data || ModelComplexity.Of(analyzed.Model, data) is not { Layers.Count: > 1 } complexity) return;
        var dominant = complexity.Prediction.DominantLayer;
        var share = complexity.Prediction.Contributions[dominant];
        if (share < LeastShare || complexity.Prediction.Samples <= data.Samples) return;
        var layer = complexity.Layers[dominant];
        analyzed.Report(
            Descriptors.LayerDominates, analyzed.PlaceOf(layer.Name), MessageText.Name(layer.Name), MessageText.Number(layer.Outputs), MessageText.Number(layer.Inputs), MessageText.Number(MessageText.Rank(layer)),
            MessageText.Share(share), MessageText.Grouped(complexity.Prediction.Samples), MessageText.Grouped(data.Samples),
            complexity.LargestRankThatFits(data, dominant) is { } rank ? $"Rank = {MessageText.Number(rank)} on it would fit" : "no rank of it alone would fit");
    }
}
