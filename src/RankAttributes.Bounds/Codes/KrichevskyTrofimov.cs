namespace RankAttributes.Bounds.Codes;

/// <summary>The length of a sequence of flags under Krichevsky and Trofimov's estimator, P(next = 1) = (n₁ + ½)/(n₀ + n₁ + 1).</summary>
public static class KrichevskyTrofimov
{
    private static readonly double Ln2 = Math.Log(2);

    /// <summary>
    /// −log₂[ Γ(n₀+½)·Γ(n₁+½) / (π·Γ(n₀+n₁+1)) ]: bits for any sequence of <paramref name="zeros"/> and <paramref name="ones"/>; order
    /// does not matter.
    /// </summary>
    /// <param name="zeros">n₀ ≥ 0.</param>
    /// <param name="ones">n₁ ≥ 0.</param>
    public static double Length(long zeros, long ones)
    {
        Guard.NotNegative(zeros, nameof(zeros));
        Guard.NotNegative(ones, nameof(ones));
        if (zeros + ones == 0) return 0;
        double a = zeros + 0.5, b = ones + 0.5, all = a + b;

        // Stirling's main terms are entropy and half a logarithm; no large numbers are subtracted.
        var nats = -(a * LogArithmetic.Log1P(-b / all)) - (b * LogArithmetic.Log1P(-a / all))
            + (0.5 * Math.Log(a / all * b * (Math.PI / 2)))
            + StirlingError.Of(all) - StirlingError.Of(a) - StirlingError.Of(b);
        return nats / Ln2;
    }
}
