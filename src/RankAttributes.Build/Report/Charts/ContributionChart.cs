using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>The share of each layer in N̂ as bars in the network's order, input first; the dominant layer stands out.</summary>
internal static class ContributionChart
{
    private const int MostBars = 24;
    private const double Width = 390;
    private const int FewBars = 6;
    private const double WideBar = 34;
    private const double NarrowBar = 24;

    public static Markup Render(ModelReport model, string id, string alternative)
    {
        var bars = Bars(model);
        var plot = ChartAxes.Plot();
        ChartAxes.Names(plot, bars.Select(bar => bar.Name));
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, Maximum = 1.25 * Math.Max(bars.Max(bar => bar.Share), 0.01), IsAxisVisible = false });
        var series = new BarSeries { StrokeThickness = 0 };
        series.Items.AddRange(bars.Select(bar => new BarItem(bar.Share) { Color = bar.IsDominant ? ChartColor.Dominant : ChartColor.Bar }));
        plot.Series.Add(series);
        foreach (var (bar, index) in bars.Select((bar, index) => (bar, index))) plot.Annotations.Add(Label(bar, index));
        return SvgChart.Render(plot, Width, 16 + (bars.Count * (bars.Count <= FewBars ? WideBar : NarrowBar)), id, alternative);
    }

    private static OxyPlot.Annotations.TextAnnotation Label(Bar bar, int index) => new()
    {
        Text = NumberText.Percent(bar.Share),
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
        var rest = new Bar($"{NumberText.Plain(least.Count)} other layers", least.Sum(index => bars[index].Share), false);
        return [.. bars.Where((_, index) => !least.Contains(index)), rest];
    }

    private sealed record Bar(string Name, double Share, bool IsDominant);
}
