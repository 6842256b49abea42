using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>A curve of N̂, with the dataset size as a line across and the declared model as a dot where it lies on the curve.</summary>
internal static class CurveChart
{
    private const double Width = 390;
    private const double Height = 235;
    private const double LabelWidth = 42;

    public static Markup Render(ModelReport model, IReadOnlyList<CurvePoint> points, double? declaredAt, string across, bool isLogarithmic, string id, string alternative)
    {
        var plot = ChartAxes.Plot();
        plot.PlotMargins = new OxyThickness(LabelWidth, double.NaN, double.NaN, double.NaN);
        plot.Axes.Add(ChartAxes.Across(points[0].At, points[points.Count - 1].At, across, isLogarithmic));
        plot.Axes.Add(ChartAxes.Samples(points.Select(point => point.PredictedSamples).Append(model.Model.Samples).Append(model.PredictedSamples!.Value)));
        var curve = new LineSeries { Color = ChartColor.Curve, StrokeThickness = 2.5, LineJoin = LineJoin.Round };
        curve.Points.AddRange(points.Select(point => new DataPoint(point.At, point.PredictedSamples)));
        plot.Series.Add(curve);
        if (model.Model.Samples >= 1)
        {
            plot.Annotations.Add(Dataset(model.Model.Samples));
            plot.Annotations.Add(Label(model.Model.Samples, points));
        }

        if (declaredAt is { } at) plot.Annotations.Add(Declared(at, model.PredictedSamples.Value));
        return SvgChart.Render(plot, Width, Height, id, alternative);
    }

    private static LineAnnotation Dataset(long samples) => new()
    {
        Type = LineAnnotationType.Horizontal,
        Y = samples,
        Color = ChartColor.Dataset,
        StrokeThickness = 1.5,
        LineStyle = LineStyle.Dash,
    };

    /// <summary>The line's name, above it at the side where a steep curve is not.</summary>
    private static TextAnnotation Label(long samples, IReadOnlyList<CurvePoint> points)
    {
        var (first, last) = (points[0], points[points.Count - 1]);
        var isFalling = first.PredictedSamples > last.PredictedSamples;
        return new TextAnnotation
        {
            Text = $"N = {NumberText.Count(samples)}",
            TextPosition = new DataPoint(isFalling ? last.At : first.At, samples),
            TextHorizontalAlignment = isFalling ? HorizontalAlignment.Right : HorizontalAlignment.Left,
            TextVerticalAlignment = VerticalAlignment.Bottom,
            Offset = new ScreenVector(isFalling ? -4 : 6, -3),
            TextColor = ChartColor.Dataset,
            StrokeThickness = 0,
            ClipByXAxis = false,
            ClipByYAxis = false,
        };
    }

    private static PointAnnotation Declared(double at, double samples) => new()
    {
        X = at,
        Y = samples,
        Size = 5,
        Shape = MarkerType.Circle,
        Fill = ChartColor.Dominant,
        Stroke = ChartColor.Surface,
        StrokeThickness = 2,
    };
}
