using Quickstart.Training;
using Samples.Output;
using Spectre.Console;

namespace Quickstart.Output;

/// <summary>The two runs side by side.</summary>
internal static class ComparisonTable
{
    public static Table Of(EpochResult plain, EpochResult penalized, long samples)
    {
        var table = new Table().Title("What the penalty bought")
            .AddColumn("").AddColumn(new TableColumn("without").RightAligned()).AddColumn(new TableColumn("with penalty").RightAligned());
        void Row(string what, Func<EpochResult, string> value) => table.AddRow(new Text(what), new Text(value(plain)), new Text(value(penalized)));

        Row("test accuracy", run => Format.Percent(run.TestAccuracy));
        Row("train accuracy less test accuracy", run => Format.Percent(run.TrainAccuracy - run.TestAccuracy));
        for (var i = 0; i < plain.Measured.Layers.Count; i++)
        {
            var layer = i;
            Row($"{plain.Measured.Layers[layer].Name}: p-effective/numerical rank", run => EpochLine.Rank(run.Measured.Layers[layer]));
        }

        Row("predicted sample complexity N̂ there", run => Format.Count(run.Measured.PredictedSamples));
        Row("fits the training set (N̂ ≤ N)", run => run.Measured.PredictedSamples <= samples ? "yes" : "no");
        Row("bound (a rate; says nothing at 1 or more)", run =>
            $"{Format.Number(run.Measured.Gap, 2)}{(run.Measured.IsVacuous ? " (vacuous)" : "")}");
        return table;
    }

    public static string Verdict(EpochResult plain, EpochResult penalized)
    {
        var ranks = plain.Measured.Layers.Sum(layer => layer.EffectiveRank) / penalized.Measured.Layers.Sum(layer => layer.EffectiveRank);
        var accuracy = 100 * (penalized.TestAccuracy - plain.TestAccuracy);
        return $"The penalty divided the sum of effective ranks by {Format.Number(ranks, 1)} and changed the test accuracy by "
            + $"{(accuracy >= 0 ? "+" : "")}{Format.Number(accuracy, 2)} points.";
    }
}
