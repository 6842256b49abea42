using BoundComparison.Training;
using RankAttributes.Pages.Charts;
using RankAttributes.Tracking;

namespace BoundComparison.Output;

/// <summary>The bounds against the width, with the line above which a bound says nothing and the gap that was measured.</summary>
internal static class BoundChart
{
    // A gap below a thousandth is as good as none.
    private const double LeastGap = 1e-3;
    private const double MaxDecades = 30;

    public static string Draw(IReadOnlyList<WidthResult> results, string title)
    {
        Curve[] curves =
        [
            Curve("measured gap", "measured", results, result => result.Snapshot.Progress.EmpiricalGap),
            .. BoundDescription.All.Select(bound => Curve(bound.Name, bound.ShortName, results, result => result.Gap(bound.Kind))),
        ];
        var drawn = curves.Where(curve => curve.Points.Count > 0).ToList();
        var points = drawn.SelectMany(curve => curve.Points).ToList();
        return new LineChart(
            Axis.Across(points.Select(point => point.X)) with { Title = "width" }, Axis.Powers([.. points.Select(point => point.Y), 1], MaxDecades, LeastGap),
                drawn)
        {
            Thresholds = [new Threshold(1, "1: says nothing")],
        }.RenderDocument(title);
    }

    private static Curve Curve(string name, string label, IReadOnlyList<WidthResult> results, Func<WidthResult, double?> value)
        => new(name,
            [.. results.Where(result => value(result) is < double.MaxValue).Select(result => new ChartPoint(result.Width, value(result)!.Value))]) { Label =
                label };
}
