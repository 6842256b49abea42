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

    private const int MaxName = 24;
    private const int MaxNameInLongMessage = 8;

    public static Diagnostic Create(Location location, ModelPrediction prediction)
    {
        var properties = prediction.LargestRankThatFits is { } rank
            ? ImmutableDictionary<string, string?>.Empty.Add(RankThatFits, rank.ToString(CultureInfo.InvariantCulture))
            : ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(Descriptors.TooFewSamples, location, properties, Arguments(prediction));
    }

    /// <summary>The figures with names as long as there is room for.</summary>
    private static object[] Arguments(ModelPrediction prediction)
    {
        var format = Descriptors.TooFewSamples.MessageFormat.ToString(CultureInfo.InvariantCulture);
        var arguments = Arguments(prediction, MaxName);
        return string.Format(CultureInfo.InvariantCulture, format, arguments).Length < MessageText.MaxLength ? arguments
            : Arguments(prediction, MaxNameInLongMessage);
    }

    private static object[] Arguments(ModelPrediction prediction, int maxName)
    {
        var counted = prediction.Counted.ToList();
        var dominant = prediction.Dominant!;
        return
        [
            MessageText.Name(prediction.Model.DisplayName, maxName),
            Wording.Comparison(prediction),
            counted.Count,
            Figure.Count(counted.Max(layer => Math.Max(layer.Declared.Outputs.Value!.Value, layer.Declared.Inputs.Value!.Value))),
            Figure.Count(counted.Max(layer => layer.RankBudget!.Value)),
            Wording.Dominance(MessageText.Name(dominant.Declared.Name, maxName), dominant.Share!.Value),
            Wording.LargestRank(prediction),
        ];
    }
}
