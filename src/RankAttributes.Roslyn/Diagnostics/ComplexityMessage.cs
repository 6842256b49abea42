using System.Globalization;
using RankAttributes.Roslyn.Declarations;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>The figures of RANK1001, most useful first.</summary>
internal static class ComplexityMessage
{
    public static object[] Arguments(ModelDeclaration model, ModelComplexity complexity, TrainingDataDeclaration data)
    {
        var dominant = complexity.Prediction.DominantLayer;
        var largest = complexity.LargestRankThatFits(data);
        return
        [
            model.DisplayName,
            (complexity.IsLowerEstimate ? "at least " : "") + Literals.Grouped(complexity.Prediction.Samples),
            Literals.Grouped(data.Samples),
            complexity.Layers.Count,
            complexity.Layers.Max(layer => Math.Max(layer.Outputs.Value!.Value, layer.Inputs.Value!.Value)),
            Rank(complexity.Layers),
            complexity.Layers[dominant].Name,
            Math.Round(complexity.Prediction.Contributions[dominant] * 100).ToString(CultureInfo.InvariantCulture) + "%",
            largest is { } rank ? $"Rank = {rank.ToString(CultureInfo.InvariantCulture)} would fit" : "not even rank 1 fits, so shrink the width or the depth",
        ];
    }

    private static string Rank(EquatableArray<LayerDeclaration> layers)
    {
        var largest = layers.Max(layer => layer.Settings.DeclaresRank && !layer.IsIgnored
            ? Math.Min(layer.Settings.Rank, layer.FullRank!.Value)
            : layer.FullRank!.Value);
        return largest.ToString(CultureInfo.InvariantCulture);
    }
}
