using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>Curves over the run, told apart by colour, by dashes from the sixth on, and by a key of words below.</summary>
internal static class TrainingChart
{
    /// <summary>More curves than this cannot be told apart.</summary>
    public const int MostSeries = 10;

    private const double Width = 390;
    private const double Height = 235;
    private const double LabelWidth = 46;
    private const int FewPoints = 40;

    // On an axis of powers of ten, what is further below the largest is left out of the picture.
    private const double Decades = 1e12;

    /// <summary>Draws curves.</summary>
    /// <param name="series">The curves, at most <see cref="MostSeries"/>.</param>
    /// <param name="across">The title of the axis across.</param>
    /// <param name="scale">What the axis of values shows.</param>
    /// <param name="line">A value to be marked, or <see langword="null"/>.</param>
    /// <param name="id">What makes the drawing's identifiers unique in the page.</param>
    /// <param name="alternative">The text alternative.</param>
    public static Markup Render(IReadOnlyList<TrainingSeries> series, string across, ChartScale scale, double? line, string id, string alternative)
    {
        var plot = ChartAxes.Plot();
        plot.PlotMargins = new OxyThickness(LabelWidth, double.NaN, double.NaN, double.NaN);
        var points = series.SelectMany(curve => curve.Points).ToList();
        var (first, last) = (points.Min(point => point.X), points.Max(point => point.X));
        plot.Axes.Add(Across(first, last, across));
        plot.Axes.Add(scale switch
        {
            ChartScale.Powers => Powers(points, line),
            ChartScale.Near => Near(points),
            _ => ChartAxes.Samples(points.Select(point => point.Y)),
        });
        if (line is { } at) plot.Annotations.Add(Line(at));
        for (var index = 0; index < series.Count; index++) plot.Series.Add(Curve(series[index], index, scale == ChartScale.Powers));
        return SvgChart.Render(plot, Width, Height, id, alternative);
    }

    private static Axis Across(double first, double last, string title)
    {
        var axis = ChartAxes.Across(first == last ? first - 1 : first, first == last ? last + 1 : last, title, isLogarithmic: false);
        axis.MinimumMajorStep = 1;
        return axis;
    }

    private static Axis Powers(IReadOnlyList<DataPoint> points, double? line)
    {
        var values = points.Select(point => point.Y).Where(value => value > 0).DefaultIfEmpty(1).ToList();
        if (line is { } at) values.Add(at);
        var largest = Math.Min(values.Max(), 1e300);
        var least = Math.Max(values.Where(value => value >= largest / Decades).Min(), 1e-300);
        var axis = ChartAxes.Samples([least, largest * 31]);
        (axis.Minimum, axis.Maximum) = (least / 1.5, largest * 1.5);
        return axis;
    }

    /// <summary>From a little below the least value to a little above the largest.</summary>
    private static Axis Near(IReadOnlyList<DataPoint> points)
    {
        var (least, largest) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var room = Math.Max((largest - least) * 0.1, 1e-3);
        var axis = ChartAxes.Samples([largest]);
        (axis.Minimum, axis.Maximum) = (least - room, largest + room);
        return axis;
    }

    private static LineSeries Curve(TrainingSeries series, int index, bool isLogarithmic)
    {
        var color = ChartColor.Series[index % MostSeries];
        var curve = new LineSeries
        {
            Color = color,
            StrokeThickness = 2,
            LineJoin = LineJoin.Round,
            LineStyle = index < 5 ? LineStyle.Solid : LineStyle.Dash,
            MarkerType = series.Points.Count <= FewPoints ? MarkerType.Circle : MarkerType.None,
            MarkerSize = series.Points.Count == 1 ? 4 : 2.2,
            MarkerFill = color,
        };
        curve.Points.AddRange(series.Points.Where(point => !isLogarithmic || point.Y > 0));
        return curve;
    }

    private static LineAnnotation Line(double at) => new()
    {
        Type = LineAnnotationType.Horizontal,
        Y = at,
        Color = ChartColor.Dataset,
        StrokeThickness = 1.5,
        LineStyle = LineStyle.Dash,
        Layer = AnnotationLayer.BelowSeries,
    };
}

/// <summary>What an axis of values shows.</summary>
internal enum ChartScale
{
    /// <summary>From zero on, in powers of ten where values differ widely.</summary>
    FromZero,

    /// <summary>The range of the values.</summary>
    Near,

    /// <summary>Powers of ten.</summary>
    Powers,
}
