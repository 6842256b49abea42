namespace RankAttributes.Bounds.Codes;

/// <summary>kl(q‖p), the relative entropy of two Bernoulli distributions, and its inverse.</summary>
public static class RelativeEntropy
{
    // Below it the deviation is summed as a series; the closed form would cancel.
    private const double NearlyEqual = 0.1;
    private const int MaxSteps = 200;

    /// <summary>kl(q‖p) = q·ln(q/p) + (1−q)·ln((1−q)/(1−p)) in nats; infinite where p excludes what q allows.</summary>
    /// <param name="q">In [0, 1].</param>
    /// <param name="p">In [0, 1].</param>
    public static double Of(double q, double p)
    {
        Guard.Share(q, nameof(q));
        Guard.Share(p, nameof(p));
        return Deviance(q, p) + Deviance(1 - q, 1 - p);
    }

    /// <summary>The largest p ≥ q with kl(q‖p) ≤ <paramref name="nats"/>.</summary>
    /// <param name="q">In [0, 1].</param>
    /// <param name="nats">At least 0.</param>
    public static double Invert(double q, double nats)
    {
        Guard.Share(q, nameof(q));
        Guard.NotNegative(nats, nameof(nats));
        if (q == 1) return 1;
        if (q == 0) return -ExpMinusOne(-nats);
        var entropy = -(q * Math.Log(q)) - ((1 - q) * LogArithmetic.Log1P(-q));
        var p = Math.Min(q + Math.Sqrt(nats / 2), -ExpMinusOne(-(nats + entropy) / (1 - q)));

        // Pinsker's inequality and the entropy both start above the root of a convex function, so that every step stays above it.
        for (var step = 0; step < MaxSteps && p > q && p < 1; step++)
        {
            var next = p - ((Of(q, p) - nats) * p * (1 - p) / (p - q));
            if (!(next < p) || next <= q) break;
            p = next;
        }

        return p;
    }

    /// <summary>x·ln(x/m) + m − x, without cancellation where x is close to m.</summary>
    internal static double Deviance(double x, double m)
    {
        if (x == m) return 0;
        if (x == 0) return m;
        if (m == 0) return double.PositiveInfinity;
        if (Math.Abs(x - m) >= NearlyEqual * (x + m)) return (x * Math.Log(x / m)) + m - x;

        // Loader's series: with v = (x−m)/(x+m), ln(x/m) = 2·artanh v.
        var v = (x - m) / (x + m);
        double sum = (x - m) * v, term = 2 * x * v, last;
        var order = 1;
        do
        {
            last = sum;
            term *= v * v;
            sum += term / ((2 * order++) + 1);
        }
        while (sum != last);
        return sum;
    }

    /// <summary>e^x − 1 to full relative precision for small x.</summary>
    internal static double ExpMinusOne(double x)
    {
        // Kahan: the rounding error of e^x cancels in the quotient.
        var power = Math.Exp(x);
        if (power == 1) return x;
        return power - 1 == -1 ? -1 : (power - 1) * x / Math.Log(power);
    }
}
