using System.Globalization;

namespace RankAttributes.Pages.Charts;

/// <summary>Numbers and names in the little room that a chart has.</summary>
public static class ChartText
{
    private const int MaxName = 22;

    private static readonly (double Size, string Unit)[] Units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>A value in at most three digits: 60k, 0.25, 1E-7.</summary>
    /// <param name="value">The value.</param>
    public static string Short(double value)
    {
        foreach (var (size, unit) in Units)
        {
            if (value >= size && value < size * 1000) return (value / size).ToString("0.##", CultureInfo.InvariantCulture) + unit;
        }

        var magnitude = Math.Abs(value);
        return value.ToString(magnitude >= 1e15 || (magnitude < 0.001 && magnitude > 0) ? "0.##E+0" : magnitude >= 100 ? "0" : magnitude >= 10
            ? "0.#" : "0.###", CultureInfo.InvariantCulture);
    }

    /// <summary>The end of a long name, which is where the names of a model's layers differ.</summary>
    /// <param name="name">The name.</param>
    /// <param name="longest">How many letters there is room for.</param>
    public static string Shortened(string name, int longest = MaxName) => name.Length <= longest ? name : "…" + name.Substring(name.Length - longest + 1);
}
