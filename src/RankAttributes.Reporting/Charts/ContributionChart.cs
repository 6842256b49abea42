using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace RankAttributes.Reporting;

/// <summary>The share of each layer in N̂ as bars in the network's order, input first; the dominant layer stands out.</summary>
internal static class ContributionChart
{
    private const int MostBars = 24;
    private const int LongestName = 22;
    private const double Width = 440;
    private const double BarHeight = 24;

    public static Markup Render(ModelReport model, string id, string alternative)
    {
        var bars = Bars(model);
        var plot = ChartAxes.Plot();
        plot.Padding = new OxyThickness(4, 4, 44, 4);
        plot.Axes.Add(Names(bars));
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, Maximum = Math.Max(bars.Max(bar => bar.Share), 0.01), IsAxisVisible = false });
        var series = new BarSeries { StrokeThickness = 0 };
        series.Items.AddRange(bars.Select(bar => new BarItem(bar.Share) { Color = bar.IsDominant ? ChartColor.Dominant : ChartColor.Bar }));
        plot.Series.Add(series);
        foreach (var (bar, index) in bars.Select((bar, index) => (bar, index))) plot.Annotations.Add(Label(bar, index));
        return SvgChart.Render(plot, Width, 16 + (BarHeight * bars.Count), id, alternative);
    }

    private static CategoryAxis Names(IReadOnlyList<Bar> bars)
    {
        var axis = new CategoryAxis
        {
            Position = AxisPosition.Left,
            StartPosition = 1,
            EndPosition = 0,
            GapWidth = 0.35,
            TickStyle = TickStyle.None,
            AxislineStyle = LineStyle.None,
        };
        axis.Labels.AddRange(bars.Select(bar => bar.Name.Length <= LongestName ? bar.Name : "…" + bar.Name.Substring(bar.Name.Length - LongestName + 1)));
        return axis;
    }

    private static OxyPlot.Annotations.TextAnnotation Label(Bar bar, int index) => new()
    {
        Text = ReportText.Percent(bar.Share),
        TextPosition = new DataPoint(bar.Share, index),
        TextHorizontalAlignment = HorizontalAlignment.Left,
        TextVerticalAlignment = VerticalAlignment.Middle,
        TextColor = ChartColor.Text,
        StrokeThickness = 0,
        Offset = new ScreenVector(4, 0),
        ClipByXAxis = false,
        ClipByYAxis = false,
        Layer = OxyPlot.Annotations.AnnotationLayer.AboveSeries,
    };

    /// <summary>The layers; of a deep network those with the largest shares, and the rest as one bar.</summary>
    private static IReadOnlyList<Bar> Bars(ModelReport model)
    {
        var dominant = model.DominantLayer;
        var bars = model.Layers
            .Where(layer => layer.Contribution is not null)
            .Select(layer => new Bar(layer.Declared.Name, layer.Contribution!.Value, ReferenceEquals(layer, dominant)))
            .ToList();
        if (bars.Count <= MostBars) return bars;
        var least = bars.Select((bar, index) => (bar.Share, index)).OrderByDescending(bar => bar.Share).Skip(MostBars - 1).Select(bar => bar.index).ToList();
        var rest = new Bar($"{ReportText.Plain(least.Count)} other layers", least.Sum(index => bars[index].Share), false);
        return [.. bars.Where((_, index) => !least.Contains(index)), rest];
    }

    private sealed record Bar(string Name, double Share, bool IsDominant);
}
