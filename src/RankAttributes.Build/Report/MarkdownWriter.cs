using System.Text;

namespace RankAttributes.Build.Report;

/// <summary>Lines and tables of Markdown, and text that stays text in them.</summary>
internal sealed class MarkdownWriter
{
    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    public void Line(string line = "") => text.Append(line).Append('\n');

    /// <summary>Writes a table after an empty line.</summary>
    /// <param name="heads">The column heads.</param>
    /// <param name="alignment">One letter for each column: <c>l</c> or <c>r</c>.</param>
    /// <param name="rows">Cells that are Markdown already.</param>
    public void Table(string[] heads, string alignment, IEnumerable<string[]> rows)
    {
        Line();
        Line($"| {string.Join(" | ", heads)} |");
        Line($"|{string.Concat(alignment.Select(letter => letter == 'r' ? "--:|" : "---|"))}");
        foreach (var row in rows) Line($"| {string.Join(" | ", row)} |");
    }

    /// <summary>Text that stays text in a table cell: no markup of Markdown or HTML, no line end.</summary>
    public static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var character in value)
        {
            if (character is '<') escaped.Append("&lt;");
            else if (character is '>') escaped.Append("&gt;");
            else if (character is '&') escaped.Append("&amp;");
            else if (char.IsControl(character)) escaped.Append(' ');
            else if ("\\`*_[]|#~".IndexOf(character) >= 0) escaped.Append('\\').Append(character);
            else escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Text in a code span; empty where there is none. A table splits at a bar even inside a span, and a span ends at its own quote.</summary>
    public static string Code(string value)
    {
        var clean = string.Concat(value.Select(character => char.IsControl(character) ? ' ' : character)).Replace("`", "'").Replace("|", "\\|");
        return clean.Length == 0 ? "" : $"`{clean}`";
    }
}
