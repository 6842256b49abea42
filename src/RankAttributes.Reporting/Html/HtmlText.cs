using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RankAttributes.Reporting;

/// <summary>HTML that is finished and must not be escaped again.</summary>
internal readonly record struct Markup(string Html)
{
    public static readonly Markup Empty = new("");

    public static Markup Of(HtmlText text) => new(text.ToString());

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Html)));

    public override string ToString() => Html;
}

/// <summary>
/// The handler behind <c>$"&lt;td&gt;{name}&lt;/td&gt;"</c>: what the source writes is markup, what is filled in is text and gets escaped.
/// Forgetting to escape is therefore not possible; only a <see cref="Markup"/> goes in as it is.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct HtmlText(int literalLength, int formattedCount)
{
    private readonly StringBuilder html = new(literalLength + (16 * formattedCount));

    public void AppendLiteral(string markup) => html.Append(markup);

    public void AppendFormatted(Markup markup) => html.Append(markup.Html);

    public void AppendFormatted(int number) => html.Append(number.ToString(CultureInfo.InvariantCulture));

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

    public override string ToString() => html.ToString();
}
