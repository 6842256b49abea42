using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Declarations;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>The figures of RANK1001, most useful first.</summary>
internal static class ComplexityMessage
{
    /// <summary>The property of the diagnostic that holds the largest rank that fits, for the code fix; absent where none does.</summary>
    public const string RankThatFits = nameof(RankThatFits);

    public static Diagnostic Create(Location location, ModelDeclaration model, ModelComplexity complexity, TrainingDataDeclaration data)
    {
        var largest = complexity.LargestRankThatFits(data);
        var properties = largest is { } rank
            ? ImmutableDictionary<string, string?>.Empty.Add(RankThatFits, rank.ToString(CultureInfo.InvariantCulture))
            : ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(Descriptors.TooFewSamples, location, properties, Arguments(model, complexity, data, largest));
    }

    private static object[] Arguments(ModelDeclaration model, ModelComplexity complexity, TrainingDataDeclaration data, long? largest)
    {
        var dominant = complexity.Prediction.DominantLayer;
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
