using System.Globalization;
using System.Text;

namespace RankAttributes.Build.Report;

/// <summary>
/// Writes JSON with the same bytes on every system and runtime. A package for it would have to agree with the copies that every version of
/// MSBuild and Visual Studio loads into the same process; what a report needs of JSON is this small.
/// </summary>
internal sealed class JsonWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool hasElements;

    /// <summary>Ends the text, with one line end.</summary>
    /// <returns>All that was written.</returns>
    public string End() => text.Append('\n').ToString();

    public void Object(string? name, Action content) => Nested(name, '{', '}', content);

    public void Array<T>(string name, IEnumerable<T> items, Action<T> content) => Nested(name, '[', ']', () =>
    {
        foreach (var item in items) content(item);
    });

    public void Texts(string name, IEnumerable<string> items) => Array(name, items, item =>
    {
        Begin(null);
        String(item);
    });

    public void Value(string name, string? value)
    {
        Begin(name);
        if (value is null) text.Append("null");
        else String(value);
    }

    public void Value(string name, bool value)
    {
        Begin(name);
        text.Append(value ? "true" : "false");
    }

    public void Value(string name, long? value)
    {
        Begin(name);
        text.Append(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
    }

    public void Value(string name, double? value)
    {
        Begin(name);
        text.Append(value is { } number && !double.IsNaN(number) && !double.IsInfinity(number) ? Shortest(number) : "null");
    }

    /// <summary>The fewest digits that read back as the same number; .NET Framework's own "R" sometimes writes others.</summary>
    private static string Shortest(double value)
    {
        foreach (var format in new[] { "G15", "G16" })
        {
            var digits = value.ToString(format, CultureInfo.InvariantCulture);
            if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back.Equals(value)) return digits;
        }

        return value.ToString("G17", CultureInfo.InvariantCulture);
    }

    private void Nested(string? name, char open, char close, Action content)
    {
        Begin(name);
        text.Append(open);
        depth++;
        hasElements = false;
        content();
        depth--;
        if (hasElements) Line();
        text.Append(close);
        hasElements = true;
    }

    private void Begin(string? name)
    {
        if (hasElements) text.Append(',');
        if (depth > 0) Line();
        hasElements = true;
        if (name is null) return;
        String(name);
        text.Append(": ");
    }

    private void Line() => text.Append('\n').Append(' ', 2 * depth);

    private void String(string value)
    {
        text.Append('"');
        var start = 0;
        for (var at = 0; at < value.Length; at++)
        {
            var character = value[at];
            if (!IsEscaped(character)) continue;
            text.Append(value, start, at - start).Append('\\');
            if (character is '"' or '\\') text.Append(character);
            else text.Append('u').Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            start = at + 1;
        }

        text.Append(value, start, value.Length - start).Append('"');
    }

    // Beyond need, so that the file can be put into a page or a script, and so that a broken surrogate is valid UTF-8.
    private static bool IsEscaped(char character)
        => character is < ' ' or '"' or '\\' or '<' or '>' or '&' or '\u2028' or '\u2029' or '\x7F' || char.IsSurrogate(character);
}
