using BoundComparison.Training;
using RankAttributes.Tracking;
using Samples.Output;
using Spectre.Console;

namespace BoundComparison.Output;

/// <summary>Every bound for every width.</summary>
internal static class BoundTable
{
    public static Table Of(IReadOnlyList<WidthResult> results)
    {
        var table = new Table().Title("Bounds on the generalization gap against the width").AddColumn("");
        foreach (var result in results) table.AddColumn(new TableColumn($"width {result.Width}").RightAligned());
        void Row(string what, Func<WidthResult, string> value) => table.AddRow([new Text(what), .. results.Select(result => new Text(value(result)))]);

        Row("test error", result => Percent(result.Snapshot.Progress.TestError));
        Row("train error", result => Percent(result.Snapshot.Progress.TrainError));
        Row("measured gap", result => Number(result.Snapshot.Progress.EmpiricalGap));
        Row("margin", result => Number(result.Snapshot.Margin));
        Row("spectral norms", result => string.Join(" ", result.Snapshot.Layers.Select(layer => Number(layer.SpectralNorm))));
        Row("stable ranks", result => string.Join(" ", result.Snapshot.Layers.Select(layer => Number(layer.StableRank))));
        Row("numerical ranks", result =>
            string.Join(" ", result.Snapshot.Layers.Select(layer => layer.NumericalRank?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–")));
        foreach (var bound in BoundDescription.All.Where(bound => bound.Kind != BoundKind.Certificate))
            Row(bound.Name, result => Number(result.Gap(bound.Kind)));
        Row("certificate, 95%", result => result.Certification switch
        {
            { ErrorBound: null } => "none",
            { IsVacuous: true } => "1 (vacuous)",
            { Gap: var gap } => Number(gap),
        });
        return table;
    }

    private static string Number(double? value) => value is { } number ? Format.Significant(number) : "–";

    private static string Percent(double? share) => share is { } number ? Format.Percent(number) : "–";
}
