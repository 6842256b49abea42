using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RankAttributes.Tracking.Sinks;

/// <summary>Names and notes made fit for one line of a terminal or for a tag, wherever they come from.</summary>
internal static class Printable
{
    /// <summary>The longest name that is written in full.</summary>
    public const int MaxName = 200;

    /// <summary>Puts a space in the place of what is not printed, breaks a line or turns the direction of the text, and shortens.</summary>
    public static string Of(string text, int longest = MaxName)
    {
        var printable = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (printable.Length >= longest) return printable.Append('…').ToString();
            var isShown = Rune.GetUnicodeCategory(
                rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            printable.Append(isShown ? rune.ToString() : " ");
        }

        return printable.ToString();
    }

    /// <summary>The bound's name in tags: <c>norm_based_best_index</c>.</summary>
    public static string Of(BoundKind kind) => SnakeCase(kind.ToString());

    /// <summary>A name in lower case with underscores: <c>effective_rank</c>.</summary>
    public static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
