namespace RankAttributes.Pages.Charts;

/// <summary>Round values along an axis.</summary>
internal static class AxisTicks
{
    private static readonly double[] RoundSteps = [1, 2, 5, 10];

    /// <summary>About as many values as are wanted, all within the axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="wanted">How many there is room for.</param>
    /// <param name="areWhole">Whether only whole numbers make sense.</param>
    public static IReadOnlyList<double> Of(Axis axis, int wanted, bool areWhole = false)
    {
        var ticks = axis.IsLogarithmic ? Powers(axis, wanted) : [];
        return ticks.Count >= 2 ? ticks : Linear(axis, wanted, areWhole);
    }

    private static List<double> Powers(Axis axis, int wanted)
    {
        var (first, last) = ((int)Math.Ceiling(Math.Log10(axis.Least)), (int)Math.Floor(Math.Log10(axis.Largest)));
        var stride = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)wanted));
        var powers = Enumerable.Range(0, Math.Max(0, last - first + 1)).Where(step => step % stride == 0).Select(step => Math.Pow(10, first + step)).ToList();
        if (powers.Count >= 3) return powers;
        double[] digits = [1, 2, 5];
        return [.. Enumerable.Range(first - 1, last - first + 3).SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power)))
            .Where(value => value >= axis.Least && value <= axis.Largest)];
    }

    private static List<double> Linear(Axis axis, int wanted, bool areWhole)
    {
        var rough = (axis.Largest - axis.Least) / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * RoundSteps.First(candidate => candidate * power >= rough * 0.999 || candidate == 10);
        if (areWhole) step = Math.Max(1, Math.Round(step));
        var first = (long)Math.Ceiling(axis.Least / step);
        var last = (long)Math.Floor(axis.Largest / step);
        return [.. Enumerable.Range(0, (int)Math.Max(0, Math.Min(100, last - first + 1))).Select(index => (first + index) * step)];
    }
}
