using System.Globalization;
using System.Xml.Linq;
using OxyPlot;

namespace RankAttributes.Pages;

/// <summary>A plot as SVG that stands in a page: it scales, has a name for those who do not see it, and takes the page's colours.</summary>
public static class SvgChart
{
    private static readonly string[] Painted = ["fill", "stroke"];

    /// <summary>Renders a plot.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="width">Width in pixels at which the text has its nominal size.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="id">What makes the drawing's identifiers unique in the page.</param>
    /// <param name="alternative">The text alternative.</param>
    public static Markup Render(PlotModel plot, double width, double height, string id, string alternative)
    {
        var exporter = new SvgExporter { Width = width, Height = height, IsDocument = false, UseVerticalTextAlignmentWorkaround = false };
        var svg = XDocument.Parse(exporter.ExportToString(plot)).Root!;
        Clip(svg, id);
        foreach (var element in svg.Descendants()) Paint(element);
        svg.SetAttributeValue("width", null);
        svg.SetAttributeValue("height", null);
        svg.SetAttributeValue("version", null);
        svg.SetAttributeValue("viewBox", string.Format(CultureInfo.InvariantCulture, "0 0 {0} {1}", width, height));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", XmlText.Clean(alternative));
        return new Markup(svg.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>Identifiers are the page's, not the drawing's: two drawings must not share one.</summary>
    private static void Clip(XElement svg, string id)
    {
        foreach (var path in svg.Descendants().Where(element => element.Name.LocalName == "clipPath")) path.SetAttributeValue("id", $"{id}-{path.Attribute("id")!.Value}");
        foreach (var clipped in svg.Descendants().Attributes("clip-path")) clipped.Value = clipped.Value.Replace("url(#", $"url(#{id}-");
    }

    /// <summary>Moves colours to the style, where a variable of the page is allowed.</summary>
    private static void Paint(XElement element)
    {
        var style = element.Attribute("style")?.Value;
        foreach (var name in Painted)
        {
            if (element.Attribute(name) is not { } paint || !paint.Value.StartsWith("rgb(", StringComparison.Ordinal)) continue;
            style = style is null ? $"{name}:{paint.Value}" : $"{style};{name}:{paint.Value}";
            paint.Remove();
        }

        if (style is null) return;
        foreach (var (written, variable) in ChartColor.Roles) style = style.Replace(written, variable);
        element.SetAttributeValue("style", style);
    }
}
