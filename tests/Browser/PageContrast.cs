using System.Globalization;
using System.Text.RegularExpressions;

namespace RankAttributes.Tests.Browser;

/// <summary>Contrast as the Web Content Accessibility Guidelines 2.2 define it; their level AA asks for 4.5 (criterion 1.4.3).</summary>
internal static partial class PageContrast
{
    /// <summary>The texts of a page, those in drawings too, whose contrast is below 4.5.</summary>
    public const string Script = """
        (() => {
          const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
          const rgb = color => color.match(/[\d.]+/g).map(Number);
          const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const behind = element => { for (; element; element = element.parentElement) {
            const color = rgb(getComputedStyle(element).backgroundColor); if (color.length === 3 || color[3] === 1) return color; } return [255, 255, 255]; };
          const faint = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.textContent.trim() || element.closest('script') || !element.checkVisibility()) continue;
            const style = getComputedStyle(element);
            const [a, b] = [luminance(rgb(element.closest('svg') ? style.fill : style.color)), luminance(behind(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) faint.push(ratio.toFixed(2) + ' ' + walker.currentNode.textContent.trim().slice(0, 60));
          }
          return faint;
        })()
        """;

    /// <summary>The relative luminance of a colour as the browser writes it, roughly.</summary>
    public static double Luminance(string color)
    {
        var channels = Number().Matches(color).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture) / 255).ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex(@"[\d.]+")]
    private static partial Regex Number();
}
