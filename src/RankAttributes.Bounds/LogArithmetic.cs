namespace RankAttributes.Bounds;

/// <summary>Sums and products of positive numbers by their logarithms; ln 0 is negative infinity.</summary>
internal static class LogArithmetic
{
    /// <summary>ln(e^a + e^b).</summary>
    public static double Sum(double a, double b)
    {
        var larger = Math.Max(a, b);
        return double.IsInfinity(larger) ? larger : larger + Log1P(Math.Exp(Math.Min(a, b) - larger));
    }

    /// <summary>ln(1 + e^x), neither overflowing for large x nor losing digits for very negative ones.</summary>
    public static double LogOnePlusExp(double x) => x > 40 ? x : Log1P(Math.Exp(x));

    /// <summary>ln(1 − e^x) for x &lt; 0.</summary>
    public static double LogOneMinusExp(double x) => Log1P(-Math.Exp(x));

    /// <summary>ln(1 + x) to full relative precision for small x; the platform this compiles for has no such function.</summary>
    public static double Log1P(double x)
    {
        // Kahan: the rounding error of 1 + x cancels in the quotient.
        var shifted = 1 + x;
        if (shifted == 1) return x;
        return double.IsInfinity(shifted) ? shifted : Math.Log(shifted) * x / (shifted - 1);
    }

    /// <summary>e^x, at most the largest finite number.</summary>
    public static double FiniteExp(double x) => Math.Min(Math.Exp(x), double.MaxValue);
}
