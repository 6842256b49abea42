using RankAttributes.Declarations;
using RankAttributes.Pages;
using RankAttributes.Pages.Charts;

namespace RankAttributes.Tracking.Page;

/// <summary>The bounds on the generalization gap beside the gap that was measured.</summary>
internal static class BoundSection
{
    // A gap below a thousandth is as good as none and must not stretch the axis.
    private const double LeastGap = 1e-3;
    private const double MaxDecades = 14;

    /// <summary>The chart, and the table beside it.</summary>
    public static Markup Render(TrainingRun run)
    {
        var table = Table(run.Newest);
        return Markup.Of($"{Figures(run)}{(table.Html.Length == 0 ? Markup.Empty : Markup.Of($"<div>{table}</div>"))}");
    }

    private static Markup Figures(TrainingRun run) => TrainingFigures.Draw(
        run, "Bounds against the empirical gap", Values,
        "Powers of ten. A bound above the dashed line at 1 says nothing. All but the certificate are rates, constants dropped.",
        values => Axis.Powers([.. values, 1], MaxDecades, LeastGap), new Threshold(1, "1: says nothing"));

    private static Markup Table(BoundSnapshot newest)
    {
        var known = BoundDescription.All.Select(bound => (bound.Name, newest[bound.Kind]?.Gap)).Where(item => item.Gap is not null)
            .Select(item => (item.Name, Gap: item.Gap!.Value)).ToList();
        if (known.Count == 0 && newest.Progress.EmpiricalGap is null) return Markup.Empty;
        var vacuous = known.Where(item => item.Gap >= 1).ToList();
        var telling = known.Where(item => item.Gap < 1).Select(item => Row(item.Name, item.Gap, "bound")).ToList();
        if (newest.Progress.EmpiricalGap is { } measured) telling.Insert(0, Row("empirical gap", measured, "measured"));
        return Markup.Of($"""
            {(telling.Count == 0 ? Markup.Empty : Rows("The gaps in the newest snapshot", telling))}
            {(vacuous.Count == 0 ? Markup.Empty : Markup.Of($"<details><summary>{Count(vacuous.Count)} at 1 or more, which say nothing</summary>{Rows("Vacuous bounds", vacuous.Select(item => Row(item.Name, item.Gap, "vacuous")))}</details>"))}
            """);
    }

    private static IEnumerable<NamedValue> Values(BoundSnapshot snapshot) =>
    [
        new("empirical gap", "measured", snapshot.Progress.EmpiricalGap),
        .. BoundDescription.All.Select(bound => new NamedValue(bound.Name, bound.ShortName, snapshot[bound.Kind]?.Gap)),
    ];

    private static string Count(int bounds) => bounds == 1 ? "One bound" : $"{Figure.Size(bounds)} bounds";

    private static Markup Rows(string label, IEnumerable<Markup> rows) => Markup.Of($"""
        <div class="scroll" role="region" aria-label="{label}" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col">Generalization gap</th><th scope="col" class="number">Value</th><th scope="col">Kind</th></tr></thead>
        <tbody>
        {Markup.Join(rows)}</tbody>
        </table>
        </div>
        """);

    private static Markup Row(string name, double gap, string kind) => Markup.Of($"""
        <tr><th scope="row">{name}</th>{Cells.Number(TrainingText.Number(gap), gap)}<td>{kind}</td></tr>

        """);
}
