using BoundComparison.Training;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace BoundComparison.Output;

/// <summary>The bounds against the width, with the line above which a bound says nothing and the gap that was measured.</summary>
internal static class BoundChart
{
    private const double Width = 960, Height = 480;

    public static string Svg(IReadOnlyList<WidthResult> results, string title)
    {
        var plot = new PlotModel { Title = title, TitleFontSize = 14, Background = OxyColors.White };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "width", AxisTitleDistance = 8, MinimumPadding = 0.03, MaximumPadding = 0.03, MinorTickSize = 0 });
        plot.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Title = "generalization gap",
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.FromRgb(0xE4, 0xE4, 0xE4),
            MinorTickSize = 0,
        });
        plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop, LegendLineSpacing = 8 });
        plot.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Horizontal,
            Y = 1,
            Color = OxyColors.Black,
            LineStyle = LineStyle.Solid,
            Text = "from here up a bound says nothing",
            TextHorizontalAlignment = HorizontalAlignment.Left,
            TextVerticalAlignment = VerticalAlignment.Bottom,
            TextLinePosition = 0,
        });
        foreach (var bound in ComparedBound.All)
            plot.Series.Add(Line(bound.Name, bound.Color, bound.Dashes, results, result => result.Gap(bound.Kind)));
        plot.Series.Add(Line("measured gap", OxyColors.Black, LineStyle.Solid, results, result => result.Snapshot.Progress.EmpiricalGap));
        return new SvgExporter { Width = Width, Height = Height, TextMeasurer = new BrowserText(Width, Height), UseVerticalTextAlignmentWorkaround = false }.ExportToString(plot);
    }

    private static LineSeries Line(string name, OxyColor color, LineStyle dashes, IReadOnlyList<WidthResult> results, Func<WidthResult, double?> value)
    {
        var line = new LineSeries { Title = name, Color = color, LineStyle = dashes, StrokeThickness = 2, MarkerType = MarkerType.Circle, MarkerSize = 3.5, MarkerFill = color };
        // A logarithmic axis has no place for a gap that is zero or negative.
        foreach (var result in results)
        {
            if (value(result) is > 0 and < double.MaxValue and var gap) line.Points.Add(new DataPoint(result.Width, gap));
        }

        return line;
    }
}
