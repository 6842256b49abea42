using Quickstart.Training;
using RankAttributes;
using Samples.Output;
using Spectre.Console;

namespace Quickstart.Output;

/// <summary>What can be shipped: the dense model, and both runs' models after <c>Compress</c>.</summary>
internal static class ShippedTable
{
    public static Table Of(TrainingRun plain, TrainingRun penalized, long parameters)
    {
        var table = new Table().Title("What can be shipped: the smallest model within half a point of the validation accuracy").AddColumn("");
        foreach (var column in new[] { "dense, without", "compressed, without", "compressed, with penalty" })
            table.AddColumn(new TableColumn(column).RightAligned());
        TrainingRun[] runs = [plain, penalized];
        Row("ranks of fc1, fc2, head", "", result => string.Join(", ", result.Layers.Select(layer => layer.Rank is { } rank ? $"{rank}" : "dense")));
        Row("parameters", Format.Count(parameters), result => Format.Count(result.ParametersAfter));
        Row("KiB in a file", Format.Count(parameters * sizeof(float) / 1024.0), result => Format.Count(result.BytesAfter / 1024.0));
        Row("times faster at batch 1", "", result => Format.Number(result.Times[0].Speedup, 1));
        Row("times faster at batch 256", "", result => Format.Number(result.Times[^1].Speedup, 1));
        var accuracies = runs.Select(run => run.Shipped.TestAccuracy).Prepend(plain.Last.TestAccuracy);
        table.AddRow([new Text("test accuracy"), .. accuracies.Select(accuracy => new Text(Format.Percent(accuracy)))]);
        return table;

        void Row(string what, string dense, Func<CompressionResult, string> cell) => table.AddRow(
            [new Text(what), new Text(dense), .. runs.Select(run => new Text(run.Shipped.Result is { } result ? cell(result) : "stays dense"))]);
    }
}
