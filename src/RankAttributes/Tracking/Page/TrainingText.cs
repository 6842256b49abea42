using System.Globalization;

namespace RankAttributes.Tracking.Page;

/// <summary>Numbers of a training page: two or three digits, with their unit.</summary>
internal static class TrainingText
{
    /// <summary>Three digits; whole numbers from 100, powers of ten where those would be long.</summary>
    public static string Number(double value)
    {
        var magnitude = Math.Abs(value);
        var format = magnitude is >= 1e6 or (< 1e-3 and > 0) ? "0.##E+0" : magnitude >= 100 ? "#,##0" : magnitude >= 10 ? "0.#" : magnitude >= 1 ? "0.##"
            : "0.###";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A share as <c>91.2%</c>.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A bound on a share, never rounded down: <c>7.4%</c>.</summary>
    public static string PercentAtMost(double bound) => (Math.Ceiling(Math.Round(bound * 1e4, 6)) / 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>A change of a share in percentage points: <c>−0.4 points</c>.</summary>
    public static string Points(double change) => change > -0.0005 ? "unchanged" : $"−{(-100 * change).ToString("0.0", CultureInfo.InvariantCulture)} points";

    /// <summary>The layer's name without the parameter's: <c>fc1</c>.</summary>
    public static string Layer(string weight) => weight.EndsWith(".weight", StringComparison.Ordinal) ? weight[..^".weight".Length] : weight;
}
