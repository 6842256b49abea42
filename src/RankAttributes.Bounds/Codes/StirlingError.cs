namespace RankAttributes.Bounds.Codes;

/// <summary>What Stirling's formula leaves out, so that logarithms of factorials never have to be subtracted from each other.</summary>
internal static class StirlingError
{
    private const double SeriesFrom = 12;

    private static readonly double[] Series = [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156];

    /// <summary>δ(x) in ln Γ(x) = (x − ½)·ln x − x + ½·ln 2π + δ(x), for x &gt; 0.</summary>
    public static double Of(double x)
    {
        var shifted = 0.0;
        for (; x < SeriesFrom; x++) shifted += ((x + 0.5) * LogArithmetic.Log1P(1 / x)) - 1;
        double power = 1 / x, sum = 0, square = power * power;
        foreach (var coefficient in Series)
        {
            sum += coefficient * power;
            power *= square;
        }

        return shifted + sum;
    }

    /// <summary>ln n! for n ≥ 0.</summary>
    public static double LogFactorial(long n)
    {
        if (n < 2) return 0;
        var x = n + 1.0;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + Of(x);
    }
}
