namespace RankAttributes.Pages.Charts;

/// <summary>The frame of a drawing: it scales with the page, uses the page's font and colours, and has a text alternative.</summary>
internal static class Svg
{
    /// <summary>The width in units in which text has its nominal size of 12.</summary>
    public const double Width = 390;

    /// <summary>An upper estimate of the width of a letter.</summary>
    public const double Letter = 7.4;

    private static readonly string Style = PageResource.Read("chart.css");

    public static Markup Frame(double height, string alternative, Markup content)
        => Markup.Of($"""<svg class="chart" viewBox="0 0 {Width} {height}" role="img" aria-label="{alternative}">{content}</svg>""");

    /// <summary>The same as a file of its own, with its style in it.</summary>
    public static Markup Document(double height, string alternative, Markup content)
        => Markup.Of($"""
            <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {Width} {height}" role="img" aria-label="{alternative}">
            <style>{new Markup(Style)}</style>
            {content}
            </svg>

            """);

    public static Markup Line(string kind, double x1, double y1, double x2, double y2)
        => Markup.Of($"""<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>""");

    /// <summary>Text whose middle is on a line; <paramref name="anchor"/> is <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    public static Markup Text(string text, double x, double y, string anchor, string kind = "")
        => Markup.Of($"""<text class="{kind}" x="{x}" y="{y + 4}" text-anchor="{anchor}">{text}</text>""");
}
