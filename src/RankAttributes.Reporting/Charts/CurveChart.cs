using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Series;

namespace RankAttributes.Reporting;

/// <summary>A curve of N̂, with the dataset size as a line across and the declared model as a dot where it lies on the curve.</summary>
internal static class CurveChart
{
    private const double Width = 440;
    private const double Height = 250;

    public static Markup Render(ModelReport model, IReadOnlyList<CurvePoint> points, double? declaredAt, string across, bool isLogarithmic, string id, string alternative)
    {
        var plot = ChartAxes.Plot();
        plot.Axes.Add(ChartAxes.Across(points[0].At, points[points.Count - 1].At, across, isLogarithmic));
        plot.Axes.Add(ChartAxes.Samples(points.Select(point => point.PredictedSamples).Append(model.Model.Samples).Append(model.PredictedSamples!.Value), "samples"));
        var curve = new LineSeries { Color = ChartColor.Curve, StrokeThickness = 2.5, LineJoin = LineJoin.Round };
        curve.Points.AddRange(points.Select(point => new DataPoint(point.At, point.PredictedSamples)));
        plot.Series.Add(curve);
        if (model.Model.Samples >= 1) plot.Annotations.Add(Dataset(model.Model.Samples));
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
        Text = $"N = {ReportText.Count(samples)}",
        TextColor = ChartColor.Dataset,
        TextLinePosition = 0,
        TextHorizontalAlignment = HorizontalAlignment.Left,
        TextPadding = 6,
    };

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
