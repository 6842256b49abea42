using System.Globalization;
using System.Text;
using RankAttributes.Roslyn.Interpretation;

namespace RankAttributes.Roslyn.Reading.Creations;

/// <summary>Arguments of a creation that are numbers, texts and lists of them: the same in every compilation, and so to be remembered by their text.</summary>
internal static class PlainArguments
{
    /// <summary>A text that two lists of arguments have in common where they are equal; <see langword="null"/> where one holds something of its
    /// compilation.</summary>
    public static string? Key(IReadOnlyDictionary<string, Value>? arguments)
    {
        var key = new StringBuilder();
        foreach (var argument in (arguments ?? new Dictionary<string, Value>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            key.Append(argument.Key).Append('=');
            if (!Append(key, argument.Value)) return null;
        }

        return key.ToString();
    }

    /// <summary>Whether none of them can be changed by what is made of it, as a list can.</summary>
    public static bool AreFixed(IReadOnlyDictionary<string, Value> arguments)
        => arguments.Values.All(static value => value is NumberValue { Expression.Value: not null } or RealValue or TextValue or EnumValue or NullValue
            or PathValue);

    /// <summary>Adds the text of one value; false where it has none.</summary>
    public static bool Append(StringBuilder key, Value value)
    {
        switch (value)
        {
            case NumberValue { Expression.Value: { } number }:
                key.Append(number.ToString(CultureInfo.InvariantCulture)).Append(';');
                return true;
            case RealValue { Real: var real }:
                key.Append('r').Append(real.ToString("R", CultureInfo.InvariantCulture)).Append(';');
                return true;
            case TextValue { Text: var text }:
                key.Append('t').Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text).Append(';');
                return true;
            case EnumValue { Name: var name, Constant: var constant }:
                key.Append('e').Append(name).Append(' ').Append(constant.ToString(CultureInfo.InvariantCulture)).Append(';');
                return true;
            case PathValue { Path: var path }:
                key.Append('p').Append(path).Append(';');
                return true;
            case NullValue:
                key.Append("n;");
                return true;
            case ListValue { Type: null, Kind: var kind, Items: var items }:
                key.Append((int)kind).Append('[');
                foreach (var item in items)
                {
                    if (!Append(key, item)) return false;
                }

                key.Append(']');
                return true;
            default:
                return false;
        }
    }
}
