using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;

namespace RankAttributes.Pages;

/// <summary>Plots and axes in this report's manner: no frame, faint lines across, short numbers.</summary>
public static class ChartAxes
{
    /// <summary>From this ratio of the largest to the least value on, an axis is logarithmic.</summary>
    private const double WideRatio = 30;
    private const double WidestLetter = 7.2;
    private const int LongestName = 22;

    /// <summary>An empty plot.</summary>
    public static PlotModel Plot() => new()
    {
        DefaultFont = "inherit",
        DefaultFontSize = 12,
        TextColor = ChartColor.Text,
        PlotAreaBorderThickness = new OxyThickness(0),
        Background = OxyColors.Transparent,
        Padding = new OxyThickness(4, 8, 12, 4),
    };

    /// <summary>Names down the left side, the first on top, with room for the longest.</summary>
    public static CategoryAxis Names(PlotModel plot, IEnumerable<string> names)
    {
        var axis = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.35, TickStyle = TickStyle.None, AxislineStyle = LineStyle.None };
        axis.Labels.AddRange(names.Select(Shortened));

        // The library measures with the metrics of Helvetica; the page's font may be a fifth wider.
        plot.PlotMargins = new OxyThickness(18 + (WidestLetter * axis.Labels.Max(name => name.Length)), double.NaN, double.NaN, double.NaN);
        plot.Axes.Add(axis);
        return axis;
    }

    /// <summary>The axis across.</summary>
    public static Axis Across(double least, double largest, string title, bool isLogarithmic)
    {
        Axis axis = isLogarithmic ? new LogarithmicAxis() : new LinearAxis();
        (axis.Minimum, axis.Maximum) = (least, largest);
        return Styled(axis, AxisPosition.Bottom, title);
    }

    /// <summary>An axis of samples that shows all the values, with room above.</summary>
    public static Axis Samples(IEnumerable<double> values)
    {
        var positive = values.Where(value => value > 0).DefaultIfEmpty(1).ToList();
        var (least, largest) = (positive.Min(), positive.Max());
        Axis axis = largest / least > WideRatio
            ? new LogarithmicAxis { Minimum = least / 1.5, Maximum = largest * 2 }
            : new LinearAxis { Minimum = 0, Maximum = largest * 1.15 };
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = ChartColor.Grid;
        return Styled(axis, AxisPosition.Left, null);
    }

    /// <summary>60000 as 60k: an axis has little room.</summary>
    public static string Short(double value)
    {
        foreach (var (size, unit) in new[] { (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k") })
        {
            if (value >= size && value < size * 1000) return (value / size).ToString("0.##", CultureInfo.InvariantCulture) + unit;
        }

        return value.ToString(value is > 1e15 or < 0.01 and not 0 ? "0.#E+0" : "0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>The end of a long name: that is where the names of a model's layers differ.</summary>
    private static string Shortened(string name) => XmlText.Clean(name.Length <= LongestName ? name : "…" + name.Substring(name.Length - LongestName + 1));

    private static Axis Styled(Axis axis, AxisPosition position, string? title)
    {
        axis.Position = position;
        axis.Title = title;
        axis.LabelFormatter = Short;
        axis.TicklineColor = ChartColor.Grid;
        axis.MinorTicklineColor = OxyColors.Transparent;
        axis.AxislineColor = ChartColor.Grid;
        axis.AxislineStyle = position == AxisPosition.Bottom ? LineStyle.Solid : LineStyle.None;
        axis.TickStyle = position == AxisPosition.Bottom ? TickStyle.Outside : TickStyle.None;
        axis.AxisTitleDistance = 6;
        axis.IntervalLength = 48;
        return axis;
    }
}
