using OxyPlot;

namespace RankAttributes.Pages;

/// <summary>
/// The roles of colours in a chart. The plotting library writes fixed colours; each role is a colour that occurs nowhere else, which
/// <see cref="SvgChart"/> replaces by the page's variable, so that one drawing serves the light and the dark scheme.
/// </summary>
public static class ChartColor
{
    /// <summary>The role Text.</summary>
    public static readonly OxyColor Text = OxyColor.FromRgb(1, 0, 0);
    /// <summary>The role Grid.</summary>
    public static readonly OxyColor Grid = OxyColor.FromRgb(2, 0, 0);
    /// <summary>The role Curve.</summary>
    public static readonly OxyColor Curve = OxyColor.FromRgb(3, 0, 0);
    /// <summary>The role Dataset.</summary>
    public static readonly OxyColor Dataset = OxyColor.FromRgb(4, 0, 0);
    /// <summary>The role Bar.</summary>
    public static readonly OxyColor Bar = OxyColor.FromRgb(5, 0, 0);
    /// <summary>The role Dominant.</summary>
    public static readonly OxyColor Dominant = OxyColor.FromRgb(6, 0, 0);
    /// <summary>The role Surface.</summary>
    public static readonly OxyColor Surface = OxyColor.FromRgb(7, 0, 0);

    /// <summary>Curves that stand beside each other.</summary>
    public static readonly IReadOnlyList<OxyColor> Series = [.. Enumerable.Range(0, 10).Select(index => OxyColor.FromRgb((byte)(11 + index), 0, 0))];

    /// <summary>What the library writes for a role, and the page's variable.</summary>
    public static readonly IReadOnlyList<(string Written, string Variable)> Roles =
    [
        ("rgb(1,0,0)", "var(--muted)"),
        ("rgb(2,0,0)", "var(--grid)"),
        ("rgb(3,0,0)", "var(--curve)"),
        ("rgb(4,0,0)", "var(--dataset)"),
        ("rgb(5,0,0)", "var(--bar)"),
        ("rgb(6,0,0)", "var(--dominant)"),
        ("rgb(7,0,0)", "var(--surface)"),
        .. Enumerable.Range(0, 10).Select(index => ($"rgb({NumberText.Plain(11 + index)},0,0)", $"var(--s{NumberText.Plain(index + 1)})")),
    ];
}
