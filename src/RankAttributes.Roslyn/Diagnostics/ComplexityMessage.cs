using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

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

    /// <summary>The figures with names as long as there is room for.</summary>
    private static object[] Arguments(ModelDeclaration model, ModelComplexity complexity, TrainingDataDeclaration data, long? largest)
    {
        var format = Descriptors.TooFewSamples.MessageFormat.ToString(CultureInfo.InvariantCulture);
        var arguments = Arguments(model, complexity, data, largest, 24);
        return string.Format(CultureInfo.InvariantCulture, format, arguments).Length < MessageText.Longest ? arguments : Arguments(model, complexity, data, largest, 8);
    }

    private static object[] Arguments(ModelDeclaration model, ModelComplexity complexity, TrainingDataDeclaration data, long? largest, int longestName)
    {
        var dominant = complexity.Prediction.DominantLayer;
        return
        [
            MessageText.Name(model.DisplayName, longestName),
            (complexity.IsLowerEstimate ? "at least " : "") + MessageText.Grouped(complexity.Prediction.Samples),
            MessageText.Grouped(data.Samples),
            complexity.Layers.Count,
            MessageText.Number(complexity.Layers.Max(layer => Math.Max(layer.Outputs.Value!.Value, layer.Inputs.Value!.Value))),
            MessageText.Number(complexity.Layers.Max(MessageText.Rank)),
            MessageText.Name(complexity.Layers[dominant].Name, longestName),
            MessageText.Share(complexity.Prediction.Contributions[dominant]),
            largest is { } rank ? $"Rank = {rank.ToString(CultureInfo.InvariantCulture)} would fit" : "not even rank 1 fits: shrink width or depth",
        ];
    }
}
