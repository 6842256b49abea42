using RankAttributes.Tracking;
using Samples.Output;

namespace FashionMnist.Output;

/// <summary>One epoch as one line.</summary>
internal static class EpochLine
{
    public static string Of(BoundSnapshot snapshot)
    {
        var progress = snapshot.Progress;
        var gap = snapshot[BoundKind.NormBasedBestIndex]?.Gap;
        return $"{progress.Epoch,3}  loss {Format.Number(progress.TrainLoss ?? double.NaN, 3)}  train {Percent(progress.TrainAccuracy)}  test {Percent(progress.TestAccuracy)}"
            + $"  ranks {string.Join("  ", snapshot.Layers.Select(layer => $"{Name(layer)} {Ranks(layer),-11}"))}"
            + (gap is { } bound ? $"  bound {Format.Significant(bound)}" : "");
    }

    /// <summary>The layer's name, without the parameter's.</summary>
    public static string Name(LayerSnapshot layer) => layer.Name.Replace(".weight", "", StringComparison.Ordinal);

    public static string Ranks(LayerSnapshot layer) =>
        layer is { EffectiveRank: { } effective, NumericalRank: { } numerical } ? $"{Format.Number(effective, 1)}/{Format.Count(numerical)}" : layer.Problem ?? "?";

    private static string Percent(double? share) => Format.Number(100 * (share ?? double.NaN), 1) + "%";
}
