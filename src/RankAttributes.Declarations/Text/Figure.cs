using System.Globalization;

namespace RankAttributes.Declarations;

/// <summary>Numbers as a reader sees them: one format for messages, hover, Markdown and pages, the same in every culture.</summary>
internal static class Figure
{
    /// <summary>A number of samples or parameters, a dimension or a rank, in groups; a power of ten beyond ten digits.</summary>
    public static string Count(double value) => value.ToString(value < 1e10 ? "N0" : "0.00E+0", CultureInfo.InvariantCulture);

    /// <summary>A number as code and addresses write it, without groups; a power of ten beyond ten digits.</summary>
    public static string Size(long value) => value.ToString(value < 10_000_000_000 ? "D" : "0.00E+0", CultureInfo.InvariantCulture);

    /// <summary>A share of a whole in percent.</summary>
    public static string Share(double share) => Math.Round(share * 100).ToString(CultureInfo.InvariantCulture) + "%";

    /// <summary>A Schatten index, an exponent or a ratio.</summary>
    public static string Real(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A measured rank, which need not be whole.</summary>
    public static string Rank(double rank) => rank.ToString(rank < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    /// <summary>A generalization gap.</summary>
    public static string Gap(double gap) => gap.ToString(gap < 1e6 ? "0.00" : "0.00E+0", CultureInfo.InvariantCulture);

    /// <summary>A ratio of two numbers of samples: below ten in percent, above as a multiple.</summary>
    public static string Ratio(double ratio) => ratio < 10 ? Share(ratio) : Count(ratio) + "×";
}
