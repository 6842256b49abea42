namespace RankAttributes.Pages.Charts;

/// <summary>Named values as dots on an axis of powers of ten, the first on top and standing out.</summary>
/// <param name="Dots">Names and values; values that are not above 0 have no dot.</param>
/// <param name="Title">What the axis counts.</param>
public sealed record DotChart(IReadOnlyList<(string Name, double Value)> Dots, string Title)
{
    private const double Row = 26;
    private const double Top = 10;
    private const double Bottom = 38;

    /// <summary>A value that is marked by a line, or <see langword="null"/>.</summary>
    public double? Threshold { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="alternative">What it shows, in words.</param>
    public Markup Render(string alternative)
    {
        var left = 14 + (Svg.Letter * Dots.Max(dot => ChartText.Shortened(dot.Name).Length));
        var right = Svg.Width - 14;
        var floor = Top + (Row * Dots.Count);
        var axis = Axis.Powers([.. Dots.Select(dot => dot.Value), .. Threshold is { } line ? [line] : Array.Empty<double>()], maxDecades: 30);
        double Over(double value) => left + (axis.Place(value) * (right - left));
        return Svg.Frame(floor + Bottom, alternative, Markup.Join(
        [
            Svg.Line("axis", left, floor, right, floor),
            .. AxisTicks.Of(axis, 4).SelectMany(value
                => new[] { Svg.Line("axis", Over(value), floor, Over(value), floor + 4), Svg.Text(ChartText.Short(value), Over(value), floor + 13, "middle") }),
            Svg.Text(Title, (left + right) / 2, floor + Bottom - 8, "middle"),
            Threshold is { } at ? Svg.Line("threshold", Over(at), Top, Over(at), floor) : Markup.Empty,
            .. Dots.Select((dot, index) => Draw(dot.Name, dot.Value, Over(dot.Value), Top + ((index + 0.5) * Row), left, right, index == 0)),
        ]));
    }

    private static Markup Draw(string name, double value, double x, double y, double left, double right, bool standsOut) => Markup.Of($"""
        <g>{Svg.Text(ChartText.Shortened(name), left - 8, y, "end")}{Svg.Line("grid", left, y, right, y)}{(value > 0 ? Markup.Of($"<circle class=\"{(standsOut ? "bar strong" : "bar")}\" cx=\"{x}\" cy=\"{y}\" r=\"6\"/>") : Markup.Empty)}
        <title>{name}: {ChartText.Short(value)}</title></g>
        """);
}
