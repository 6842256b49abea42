using RankAttributes.Declarations;
using RankAttributes.Pages;
using RankAttributes.Pages.Charts;

namespace RankAttributes.Build.Report;

/// <summary>A curve of N̂, with the dataset size as a line across and the declared model as a dot where it lies on the curve.</summary>
internal static class CurveChart
{
    public static Markup Render(ModelPrediction prediction, IReadOnlyList<CurvePoint> points, double? declaredAt, string across, bool isLogarithmic,
        string alternative)
    {
        var samples = prediction.Data?.Samples ?? 0;
        IEnumerable<double> values = [.. points.Select(point => point.Samples), samples, prediction.Samples!.Value];
        return new LineChart(
            Axis.Across(points.Select(point => point.At), isLogarithmic) with { Title = across },
            Axis.FromZero(values, maxDecades: 30),
            [new Curve("N̂", [.. points.Select(point => new ChartPoint(point.At, point.Samples))])])
        {
            CountsAcross = isLogarithmic,
            IsLabelled = false,
            Thresholds = samples >= 1 ? [new Threshold(samples, $"N = {Figure.Count(samples)}")] : [],
            Highlight = declaredAt is { } at ? new ChartPoint(at, prediction.Samples.Value) : null,
        }.Render(alternative);
    }
}
