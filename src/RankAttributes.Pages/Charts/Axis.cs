namespace RankAttributes.Pages.Charts;

/// <summary>The values an axis shows, and how they are spread over it.</summary>
/// <param name="Least">The value at its start; above 0 on a logarithmic axis.</param>
/// <param name="Largest">The value at its end, above <paramref name="Least"/>.</param>
/// <param name="IsLogarithmic">Whether equal ratios take equal room.</param>
public sealed record Axis(double Least, double Largest, bool IsLogarithmic)
{
    private const double WideRatio = 30;
    private const double MaxMagnitude = 1e300;

    /// <summary>What is counted, with its unit.</summary>
    public string Title { get; init; } = "";

    /// <summary>From 0 to above the largest value, or in powers of ten where values differ widely.</summary>
    /// <param name="values">The values; those that are not positive do not stretch the axis.</param>
    /// <param name="maxDecades">How many powers of ten are shown at most, counted from the largest value.</param>
    public static Axis FromZero(IEnumerable<double> values, double maxDecades = 6)
    {
        var positive = Positive(values);
        return positive.Max() / positive.Min() > WideRatio ? Powers(positive, maxDecades) : new Axis(0, positive.Max() * 1.12, false);
    }

    /// <summary>Powers of ten. Zeros and values far below the largest lie on the lower edge and do not stretch the axis.</summary>
    /// <param name="values">The values.</param>
    /// <param name="maxDecades">How many powers of ten are shown at most.</param>
    /// <param name="floor">The least value that is worth showing.</param>
    public static Axis Powers(IEnumerable<double> values, double maxDecades = 6, double floor = 1 / MaxMagnitude)
    {
        var positive = Positive(values);
        var largest = Math.Max(positive.Max(), floor);
        var shown = positive.Where(value => value >= floor && Math.Log10(largest) - Math.Log10(value) <= maxDecades).DefaultIfEmpty(largest);
        return new Axis(shown.Min() / 1.5, largest * 1.5, true);
    }

    /// <summary>From a little below the least value to a little above the largest.</summary>
    /// <param name="values">The values.</param>
    /// <param name="leastRoom">What is left above and below at least.</param>
    /// <param name="most">The largest value that there can be.</param>
    public static Axis Around(IEnumerable<double> values, double leastRoom = 1e-3, double most = double.PositiveInfinity)
    {
        var shown = values.DefaultIfEmpty(0).Select(value => Math.Max(-MaxMagnitude, Math.Min(MaxMagnitude, value))).ToList();
        var room = Math.Max((shown.Max() - shown.Min()) * 0.1, leastRoom);
        return new Axis(shown.Min() - room, Math.Max(shown.Max(), Math.Min(shown.Max() + room, most)), false);
    }

    /// <summary>Exactly the range of the values.</summary>
    /// <param name="values">The values.</param>
    /// <param name="isLogarithmic">Whether equal ratios take equal room.</param>
    public static Axis Across(IEnumerable<double> values, bool isLogarithmic = false)
    {
        var shown = values.ToList();
        var (least, largest) = (shown.Min(), shown.Max());
        return least < largest ? new Axis(least, largest, isLogarithmic) : new Axis(least - 1, largest + 1, false);
    }

    /// <summary>Where a value lies, from 0 at the start to 1 at the end; values beyond lie on the edge.</summary>
    /// <param name="value">The value.</param>
    public double Place(double value)
    {
        var share = IsLogarithmic
            ? value <= Least ? 0 : (Math.Log(value) - Math.Log(Least)) / (Math.Log(Largest) - Math.Log(Least))
            : (value - Least) / (Largest - Least);
        return Math.Max(0, Math.Min(1, share));
    }

    private static List<double> Positive(IEnumerable<double> values)
        => [.. values.Where(value => value > 0).Select(value => Math.Max(1 / MaxMagnitude, Math.Min(MaxMagnitude, value))).DefaultIfEmpty(1)];
}
