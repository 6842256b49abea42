using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>Bounds as dots on a logarithmic axis, with a line at 1, from where on a bound says nothing.</summary>
internal static class ComparisonChart
{
    private const double Width = 390;
    private const double Height = 215;

    public static Markup Render(IReadOnlyList<ComparedBound> bounds, string id, string alternative)
    {
        var plot = ChartAxes.Plot();
        var names = ChartAxes.Names(plot, bounds.Select(bound => bound.Name));
        (names.MajorGridlineStyle, names.MajorGridlineColor) = (LineStyle.Solid, ChartColor.Grid);
        var gaps = bounds.Select(bound => bound.Gap).Where(gap => gap > 0).Append(1).ToList();
        plot.Axes.Add(ChartAxes.Across(gaps.Min() / 3, gaps.Max() * 3, "generalization gap at N", isLogarithmic: true));
        plot.Annotations.Add(Vacuous());
        plot.Series.Add(Dots(bounds.Skip(1), 1, ChartColor.Bar));
        plot.Series.Add(Dots(bounds.Take(1), 0, ChartColor.Dominant));
        return SvgChart.Render(plot, Width, Height, id, alternative);
    }

    private static ScatterSeries Dots(IEnumerable<ComparedBound> bounds, int first, OxyColor color)
    {
        var series = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 6, MarkerFill = color };
        series.Points.AddRange(bounds.Select((bound, index) => new ScatterPoint(bound.Gap, first + index)).Where(point => point.X > 0));
        return series;
    }

    private static LineAnnotation Vacuous() => new()
    {
        Type = LineAnnotationType.Vertical,
        X = 1,
        Color = ChartColor.Dataset,
        StrokeThickness = 1.5,
        LineStyle = LineStyle.Dash,
        Layer = AnnotationLayer.BelowSeries,
    };
}
