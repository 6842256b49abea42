using Quickstart.Training;
using Samples.Output;

namespace Quickstart.Output;

/// <summary>One epoch as one line of aligned columns.</summary>
internal static class EpochLine
{
    /// <summary>The name of the run and what the columns hold: for each layer the p-effective and the numerical rank. Fits 80 columns.</summary>
    public static IEnumerable<string> Header(string run) =>
    [
        $"{run} (for each layer: p-effective rank/numerical rank)",
        $"  #   loss  train   test penalty {string.Concat(LayerNames.Select(name => $"{name,-10}"))}{"N̂",9}{"bound",6}",
    ];

    public static string Of(EpochResult epoch) =>
        $"{epoch.Epoch,3}{Format.Number(epoch.Loss, 3),7}{Percent(epoch.TrainAccuracy),7}{Percent(epoch.TestAccuracy),7}"
        + $"{Format.Number(epoch.Penalty, 3),8} "
        + string.Concat(epoch.Measured.Layers.Select(layer => $"{Rank(layer),-10}"))
        + $"{Format.Count(epoch.Measured.PredictedSamples),8}{Format.Number(epoch.Measured.Gap, 2),6}";

    private static string Percent(double share) => Format.Number(100 * share, 1) + "%";

    public static string Rank(LayerRank layer) => $"{Format.Number(layer.EffectiveRank, 1)}/{Format.Count(layer.NumericalRank)}";

    private static IEnumerable<string> LayerNames => ["fc1", "fc2", "head"];
}
