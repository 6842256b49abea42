using Quickstart.Training;
using Samples.Output;
using Spectre.Console;

namespace Quickstart.Output;

/// <summary>What exactly low rank costs in accuracy and saves in parameters.</summary>
internal static class FinishTable
{
    public static Table Of(IReadOnlyList<FinishStep> steps)
    {
        var table = new Table().Title("Exactly low rank, one step after another").AddColumn("").AddColumn("ranks")
            .AddColumn(new TableColumn("parameters").RightAligned()).AddColumn(new TableColumn("test accuracy").RightAligned());
        foreach (var step in steps)
        {
            var ranks = string.Join(", ", step.Ranks.Select(weight => $"{weight.Name} {weight.Rank}"));
            table.AddRow(new Text(step.Name), new Text(ranks), new Text(Format.Count(step.Parameters)), new Text(Format.Percent(step.TestAccuracy)));
        }

        return table;
    }
}
