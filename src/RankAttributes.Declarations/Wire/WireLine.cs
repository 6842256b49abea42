using System.Globalization;
using System.Text;

namespace RankAttributes.Declarations;

/// <summary>One line of a declaration's text. Fields that nobody asks for are an error: text is never half understood.</summary>
internal sealed class WireLine
{
    private readonly List<string> fields;

    private WireLine(string line)
    {
        var parts = line.Split('\t');
        Keyword = parts[0];
        fields = [.. parts.Skip(1).Select(Unescape)];
    }

    public string Keyword { get; }

    public static IEnumerable<WireLine> Read(string text) => text.Split('\n').Select(line => new WireLine(line));

    /// <summary>Takes the next field by position.</summary>
    public string Next()
    {
        if (fields.Count == 0) throw new FormatException($"'{Keyword}' lacks a field");
        var field = fields[0];
        fields.RemoveAt(0);
        return field;
    }

    /// <summary>Takes all fields that are left.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = fields.ToList();
        fields.Clear();
        return rest;
    }

    /// <summary>Takes a field by name; <see langword="null"/> where it is not there.</summary>
    public string? Named(string name)
    {
        var index = fields.FindIndex(field => field.StartsWith(name + "=", StringComparison.Ordinal));
        if (index < 0) return null;
        var value = fields[index].Substring(name.Length + 1);
        fields.RemoveAt(index);
        return value;
    }

    /// <summary>Takes a number by name; the usual one where it is not there.</summary>
    public double Number(string name, double usual = 0) => Named(name) is not { } written ? usual
        : double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException($"'{written}' is not a number");

    /// <summary>Takes a whole number by name; 0 where it is not there.</summary>
    public long Count(string name) => Named(name) is not { } written ? 0
        : long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count
            : throw new FormatException($"'{written}' is not a whole number");

    /// <summary>Takes a field that is there or not.</summary>
    public bool Flag(string name) => fields.Remove(name);

    /// <summary>Says that everything of the line was understood.</summary>
    public void End()
    {
        if (fields.Count > 0) throw new FormatException($"'{Keyword}' has a field '{fields[0]}' that is not known");
    }

    private static string Unescape(string field)
    {
        if (field.IndexOf('\\') < 0) return field;
        var text = new StringBuilder(field.Length);
        for (var index = 0; index < field.Length; index++)
        {
            if (field[index] != '\\') text.Append(field[index]);
            else if (index + 4 < field.Length
                && ushort.TryParse(field.Substring(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                index += 4;
            }
            else throw new FormatException("an escape is cut off");
        }

        return text.ToString();
    }
}
