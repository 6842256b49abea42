using Quickstart.Training;

namespace Quickstart.Output;

/// <summary>One epoch as one line of aligned columns.</summary>
internal static class EpochLine
{
    /// <summary>The name of the run and what the columns hold; ranks are the p-effective and the numerical one.</summary>
    public static IEnumerable<string> Header(string run) =>
    [
        run,
        $"epoch    loss    train     test  penalty  {string.Concat(LayerNames.Select(name => $"{name + " r_p/rank",-15}"))}{"N̂",10}{"bound",9}",
    ];

    public static string Of(EpochResult epoch) =>
        $"{epoch.Epoch,5}{Format.Number(epoch.Loss, 4),8}{Format.Percent(epoch.TrainAccuracy),9}{Format.Percent(epoch.TestAccuracy),9}"
        + $"{Format.Number(epoch.Penalty, 4),9}  "
        + string.Concat(epoch.Measured.Layers.Select(layer => $"{Rank(layer),-15}"))
        + $"{Format.Count(epoch.Measured.PredictedSamples),9}{Format.Number(epoch.Measured.Gap, 2),9}";

    public static string Rank(LayerRank layer) => $"{Format.Number(layer.EffectiveRank, 1)}/{Format.Count(layer.NumericalRank)}";

    private static IEnumerable<string> LayerNames => ["fc1", "fc2", "head"];
}
