using System.Globalization;
using System.Text;

namespace RankAttributes.Declarations;

/// <summary>
/// Writes lines of tab-separated fields. Text holds no character that a compiler, an editor or a terminal could take for more than text: controls,
/// formats, separators and lone surrogates are escaped.
/// </summary>
internal sealed class WireWriter
{
    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    /// <summary>Begins a line.</summary>
    public WireWriter Line(string keyword, params string[] fields)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(keyword);
        foreach (var field in fields) Field(field);
        return this;
    }

    /// <summary>Adds a field by position.</summary>
    public WireWriter Field(string value)
    {
        text.Append('\t');
        for (var index = 0; index < value.Length; index++)
        {
            if (char.IsSurrogatePair(value, index)) text.Append(value[index]).Append(value[++index]);
            else if (value[index] == '\\' || IsUnsafe(value[index])) text.Append('\\').Append(((int)value[index]).ToString("x4", CultureInfo.InvariantCulture));
            else text.Append(value[index]);
        }

        return this;
    }

    /// <summary>Adds a field by name, where it has a value.</summary>
    public WireWriter Named(string name, string? value) => value is null ? this : Field($"{name}={value}");

    /// <summary>Adds a number by name, where it is not the usual one.</summary>
    public WireWriter Named(string name, double value, double usual = 0) => value.Equals(usual) ? this : Field($"{name}={Number(value)}");

    /// <summary>Adds a field that is there or not.</summary>
    public WireWriter Flag(string name, bool isSet) => isSet ? Field(name) : this;

    // "R" does not give every number back on .NET Framework, where Visual Studio compiles.
    private static string Number(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        return double.TryParse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back.Equals(value) ? shortest
            : value.ToString("G17", CultureInfo.InvariantCulture);
    }

    private static bool IsUnsafe(char character)
        => char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
}
