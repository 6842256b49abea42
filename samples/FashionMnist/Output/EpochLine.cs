using RankAttributes.Tracking;
using Samples.Output;

namespace FashionMnist.Output;

/// <summary>One epoch as one line of 80 columns.</summary>
internal static class EpochLine
{
    /// <summary>What the columns hold.</summary>
    public const string Header = "  #   loss  train   test  effective rank at p/numerical rank";

    public static string Of(BoundSnapshot snapshot)
    {
        var progress = snapshot.Progress;
        return $"{progress.Epoch,3}{Format.Number(progress.TrainLoss ?? double.NaN, 3),7}{Percent(progress.TrainAccuracy),7}{Percent(progress.TestAccuracy),7}"
            + $"  {string.Join(' ', snapshot.Layers.Select(layer => $"{Name(layer)} {Ranks(layer)}"))}";
    }

    /// <summary>The layer's name, without the parameter's.</summary>
    public static string Name(LayerSnapshot layer) => layer.Name.Replace(".weight", "", StringComparison.Ordinal);

    public static string Ranks(LayerSnapshot layer) =>
        layer is { EffectiveRank: { } effective, NumericalRank: { } numerical }
            ? $"{Format.Number(effective, 1)}/{Format.Count(numerical)}" : layer.Problem ?? "?";

    private static string Percent(double? share) => Format.Number(100 * (share ?? double.NaN), 1) + "%";
}
