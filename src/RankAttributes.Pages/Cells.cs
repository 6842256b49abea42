using System.Globalization;

namespace RankAttributes.Pages;

/// <summary>Table cells that sort by their value and not by how it is written.</summary>
public static class Cells
{
    /// <summary>A number as written, and the value to sort by.</summary>
    public static Markup Number(string text, double? value)
        => Markup.Of($"""<td class="number" data-value="{(value ?? -1).ToString("R", CultureInfo.InvariantCulture)}">{text}</td>""");
}
