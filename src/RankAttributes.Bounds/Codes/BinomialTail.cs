namespace RankAttributes.Bounds.Codes;

/// <summary>P(Bin(N, e) ≤ k) in logarithms, and the largest e at which it is still as large as a level.</summary>
internal static class BinomialTail
{
    private const int MaxSteps = 200;
    private const double Negligible = 1e-18;

    /// <summary>sup{ e : ln P(Bin(N, e) ≤ k) ≥ <paramref name="logLevel"/> }.</summary>
    public static double Invert(long k, long n, double logLevel)
    {
        if (k >= n) return 1;
        if (k == 0) return -RelativeEntropy.ExpMinusOne(logLevel / n);

        // Chernoff's bound is above the root of a log-concave function, and from there Newton's steps stay above it.
        var e = RelativeEntropy.Invert((double)k / n, -logLevel / n);
        for (var step = 0; step < MaxSteps && e < 1; step++)
        {
            var relative = RelativeSum(k, n, e);
            var excess = LogMass(k, n, e) + Math.Log(relative) - logLevel;
            var next = e + (excess * (1 - e) * relative / (n - k));
            if (!(next < e) || next <= 0) break;
            e = next;
        }

        return e;
    }

    /// <summary>ln P(Bin(N, e) ≤ k).</summary>
    public static double LogLower(long k, long n, double e)
        => k >= n || e <= 0 ? 0 : e >= 1 ? double.NegativeInfinity : LogMass(k, n, e) + Math.Log(RelativeSum(k, n, e));

    /// <summary>ln P(Bin(N, e) = k) for 0 ≤ k &lt; N, by Loader's decomposition.</summary>
    private static double LogMass(long k, long n, double e)
    {
        if (k == 0) return n * LogArithmetic.Log1P(-e);
        var size = StirlingError.Of(n) - StirlingError.Of(k) - StirlingError.Of(n - k) - (0.5 * Math.Log(2 * Math.PI * k * ((double)(n - k) / n)));
        return size - RelativeEntropy.Deviance(k, n * e) - RelativeEntropy.Deviance(n - k, n * (1 - e));
    }

    /// <summary>P(Bin ≤ k) / P(Bin = k).</summary>
    private static double RelativeSum(long k, long n, double e)
    {
        double sum = 1, term = 1, odds = (1 - e) / e;
        for (var i = k; i > 0 && term > Negligible * sum; i--)
        {
            term *= i / (double)(n - i + 1) * odds;
            sum += term;
        }

        return sum;
    }
}
