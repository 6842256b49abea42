namespace RankAttributes.Pages.Charts;

/// <summary>A bar of a <see cref="BarChart"/>.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">Its length, at least 0.</param>
/// <param name="Text">The value as it is written at its end.</param>
/// <param name="StandsOut">Whether it is drawn in the stronger colour.</param>
public sealed record Bar(string Name, double Value, string Text, bool StandsOut);

/// <summary>Named bars, the first on top.</summary>
/// <param name="Bars">The bars; at least one.</param>
public sealed record BarChart(IReadOnlyList<Bar> Bars)
{
    private const int FewBars = 6;
    private const double WideRow = 34;
    private const double NarrowRow = 24;
    private const double Edge = 8;

    /// <summary>Draws the chart.</summary>
    /// <param name="alternative">What it shows, in words.</param>
    public Markup Render(string alternative)
    {
        var row = Bars.Count <= FewBars ? WideRow : NarrowRow;
        var left = 14 + (Svg.Letter * Bars.Max(bar => ChartText.Shortened(bar.Name).Length));
        var room = Svg.Width - left - 16 - (Svg.Letter * Bars.Max(bar => bar.Text.Length));
        var largest = Math.Max(Bars.Max(bar => bar.Value), 1e-300);
        return Svg.Frame(Edge + (Bars.Count * row), alternative,
            Markup.Join(Bars.Select((bar, index) => Draw(bar, (Edge / 2) + ((index + 0.5) * row), row, left, room * bar.Value / largest))));
    }

    private static Markup Draw(Bar bar, double middle, double row, double left, double length)
    {
        var height = row * 0.62;
        return Markup.Of($"""
            <g>{Svg.Text(ChartText.Shortened(bar.Name), left - 8, middle, "end")}<rect class="{(bar.StandsOut ? "bar strong" : "bar")}" x="{left}" y="{middle - (height / 2)}" width="{Math.Max(length, 1)}" height="{height}"/>
            {Svg.Text(bar.Text, left + length + 5, middle, "start")}<title>{bar.Name}: {bar.Text}</title></g>
            """);
    }
}
