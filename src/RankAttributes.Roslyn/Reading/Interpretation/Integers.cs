using System.Globalization;

namespace RankAttributes.Roslyn.Reading.Interpretation;

internal static class Integers
{
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
