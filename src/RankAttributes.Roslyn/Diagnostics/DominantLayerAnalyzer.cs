using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>
/// RANK1005: one of several layers makes nearly all of a sample complexity that exceeds the dataset. RANK1001 names that layer and its share already, so this
/// rule
/// speaks where RANK1001 is switched off.
/// </summary>
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
        if (!analyzed.Model.IsResolved || analyzed.Data is not { Samples: > 0 }) return;
        var prediction = ModelPrediction.Of(analyzed.Model, analyzed.Data);
        if (prediction is not { Verdict: Verdict.TooFewSamples, Layers.Count: > 1, Dominant: { Share: >= LeastShare and { } share } dominant }) return;
        if (analyzed.IsOn(Descriptors.TooFewSamples)) return;
        var layer = dominant.Declared;
        analyzed.Report(
            Descriptors.LayerDominates, analyzed.PlaceOf(layer.Name), MessageText.Name(layer.Name), LayerText.Shape(layer),
                Figure.Count(dominant.RankBudget!.Value),
            Figure.Share(share), Wording.Samples(prediction), Wording.Available(prediction),
            prediction.LargestRankOfDominant() is { } rank ? $"Rank = {Figure.Size(rank)} on it would fit" : "no rank of it alone would fit");
    }
}
