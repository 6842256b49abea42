using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RankAttributes.Pages;

// A class, as the points of charts are: the runtime comes with compiled collections of classes, and compiles those of each structure again in every build.
/// <summary>HTML that is finished and must not be escaped again.</summary>
public sealed record Markup(string Html)
{
    /// <summary>Nothing.</summary>
    public static readonly Markup Empty = new("");

    /// <summary>Markup with the escaped text that fills it.</summary>
    public static Markup Of(HtmlText text) => new(text.ToString());

    /// <summary>Parts one after the other.</summary>
    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Html)));

    /// <inheritdoc/>
    public override string ToString() => Html;
}

/// <summary>
/// The handler behind <c>$"&lt;td&gt;{name}&lt;/td&gt;"</c>: what the source writes is markup, what is filled in is text and gets escaped.
/// Forgetting to escape is therefore not possible; only a <see cref="Markup"/> goes in as it is.
/// </summary>
[InterpolatedStringHandler]
public readonly struct HtmlText(int literalLength, int formattedCount)
{
    private readonly StringBuilder html = new(literalLength + (16 * formattedCount));

    /// <summary>Markup that the source writes.</summary>
    public void AppendLiteral(string markup) => html.Append(markup);

    /// <summary>Finished markup.</summary>
    public void AppendFormatted(Markup markup) => html.Append(markup.Html);

    /// <summary>A number, in the invariant culture.</summary>
    public void AppendFormatted(int number) => html.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A coordinate of a drawing, to two decimals.</summary>
    public void AppendFormatted(double coordinate) => html.Append(coordinate.ToString("0.##", CultureInfo.InvariantCulture));

    /// <summary>Text, escaped; control characters become spaces.</summary>
    public void AppendFormatted(string? text)
    {
        foreach (var character in text ?? "")
        {
            _ = character switch
            {
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '&' => html.Append("&amp;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                < ' ' or '\x7F' => html.Append(' '),
                _ => html.Append(character),
            };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => html.ToString();
}
