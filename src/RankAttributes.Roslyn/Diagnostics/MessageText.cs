using System.Globalization;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>Names and figures as messages write them: the same in every culture, and short enough for one line.</summary>
internal static class MessageText
{
    /// <summary>Messages stay shorter: an error list shows one line.</summary>
    public const int Longest = 200;

    private const int LongestName = 24;

    /// <summary>A name; of a long one the end, which tells layers apart.</summary>
    public static string Name(string name, int longest = LongestName) => name.Length <= longest ? name : "…" + name.Substring(name.Length - longest + 1);

    /// <summary>A count of samples or parameters, in groups; beyond ten digits, its order of magnitude.</summary>
    public static string Grouped(double value) => value.ToString(value < 1e10 ? "N0" : "0.00E+0", CultureInfo.InvariantCulture);

    /// <summary>A dimension or a rank.</summary>
    public static string Number(long value) => value.ToString(value < 10_000_000_000 ? "D" : "0.00E+0", CultureInfo.InvariantCulture);

    public static string Number(DimensionExpression dimension) => Number(dimension.Value ?? 0);

    public static string Real(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Share(double share) => Math.Round(share * 100).ToString(CultureInfo.InvariantCulture) + "%";

    /// <summary>The rank that a layer enters the bound with.</summary>
    public static long Rank(LayerDeclaration layer) => layer.ToDeclaredLayer(layer.Outputs.Value ?? 0, layer.Inputs.Value ?? 0).RankBudget;
}
