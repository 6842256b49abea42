using System.Globalization;

namespace Quickstart.Output;

/// <summary>Numbers as the sample writes them, the same in every culture.</summary>
internal static class Format
{
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture) + "%";

    public static string Number(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => Number(time.TotalSeconds, 0) + " s";
}
