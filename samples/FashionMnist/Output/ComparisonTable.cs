using FashionMnist.Training;
using RankAttributes.Tracking;
using Samples.Output;
using Spectre.Console;

namespace FashionMnist.Output;

/// <summary>All runs in one table: a column for each penalty, a section for each network.</summary>
internal static class ComparisonTable
{
    private static readonly IReadOnlyList<(BoundKind Kind, string Name)> Bounds =
    [
        (BoundKind.NormBased, "Theorem 3.6, declared p"),
        (BoundKind.NormBasedBestIndex, "Theorem 3.6, best p of each layer"),
        (BoundKind.DataDependent, "Theorem 3.7, declared p"),
        (BoundKind.DataDependentBestIndex, "Theorem 3.7, best p of each layer"),
        (BoundKind.ParameterCounting, "parameter counting"),
    ];

    public static Table Of(IReadOnlyList<(RunSettings Settings, RunResult Result)> runs)
    {
        var penalties = runs.Select(run => run.Settings.Variant.Penalty).Distinct().ToList();
        var table = new Table().Title("What each penalty bought").AddColumn("");
        foreach (var penalty in penalties) table.AddColumn(new TableColumn(new Text(penalty)).RightAligned());
        foreach (var network in runs.GroupBy(run => run.Settings.Variant.Network))
        {
            var results = penalties.Select(penalty => network.FirstOrDefault(run => run.Settings.Variant.Penalty == penalty).Result).ToList();
            Section(table, network.Key, results);
        }

        return table;
    }

    private static void Section(Table table, string network, IReadOnlyList<RunResult?> results)
    {
        void Row(string what, Func<RunResult, string> value) =>
            table.AddRow([new Text(what), .. results.Select(result => new Text(result is null ? "" : value(result)))]);

        if (table.Rows.Count > 0) table.AddEmptyRow();
        table.AddRow([new Text(network, new Style(decoration: Decoration.Bold))]);
        Row("test accuracy", result => Format.Percent(result.TrainedTestAccuracy));
        Row("after the proximal step", result => Format.Percent(result.Last.Progress.TestAccuracy ?? double.NaN));
        Row("train accuracy less test accuracy", result => Format.Percent(result.Last.Progress.EmpiricalGap ?? double.NaN));
        foreach (var layer in results.OfType<RunResult>().First().Last.Layers)
            Row($"rank of {EpochLine.Name(layer)}", result => result.Last.Layers.FirstOrDefault(other => other.Name == layer.Name) is { } found
                ? EpochLine.Ranks(found) : "");
        Row("parameters", result => Format.Count(result.Parameters));
        Row("after factorization", result => Format.Count(result.FactorizedParameters));
        Row("test accuracy then", result => Format.Percent(result.FactorizedTestAccuracy));
        Row("compressed within half a point", result => Format.Count(result.CompressedParameters));
        Row("test accuracy then", result => Format.Percent(result.CompressedTestAccuracy));
        Row("margin", result => result.Last.Margin is { } margin ? Format.Significant(margin) : "none");
        foreach (var (kind, name) in Bounds) Row(name, result => result.Last[kind]?.Gap is { } gap ? Format.Significant(gap) : "–");
        Row("certificate, 95%", result => result.Certification switch
        {
            { ErrorBound: null } => "none",
            { IsVacuous: true } => "vacuous",
            { ErrorBound: { } bound } => $"error ≤ {Format.Number(bound, 3)}",
        });
    }
}
