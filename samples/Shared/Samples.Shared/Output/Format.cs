using System.Globalization;

namespace Samples.Output;

/// <summary>Numbers as the sample writes them, the same in every culture.</summary>
public static class Format
{
    public static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture) + "%";

    public static string Number(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, whatever the size.</summary>
    public static string Significant(double value) =>
        Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3) ? value.ToString("0.0e+0", CultureInfo.InvariantCulture)
        : Math.Abs(value) >= 100 ? Count(value)
        : value.ToString("G3", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => Number(time.TotalSeconds, 0) + " s";
}
