using System.Globalization;

namespace RankAttributes.Pages;

/// <summary>Numbers as a reader sees them, the same in every culture and every format.</summary>
public static class NumberText
{
    /// <summary>Grouped, without decimals; powers of ten where grouping would fill the line.</summary>
    public static string Count(double value) => value.ToString(value < 1e15 ? "N0" : "0.00E+0", CultureInfo.InvariantCulture);

    /// <summary>A whole number without groups.</summary>
    public static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share in percent, without decimals.</summary>
    public static string Percent(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture) + "%";

    /// <summary>A p, to three decimals.</summary>
    public static string Index(double p) => p.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A bound on the generalization gap, to two decimals.</summary>
    public static string Gap(double gap) => gap.ToString(gap < 1e6 ? "0.00" : "0.00E+0", CultureInfo.InvariantCulture);
}
