namespace RankAttributes.Bounds;

/// <summary>
/// The proximal map of λ|y|^p: the global minimizer over y of ½(y − x)² + λ|y|^p, applied to singular values to shrink a matrix to
/// exact low rank.
/// </summary>
/// <remarks>
/// For p &lt; 1 the minimizer is 0 below τ = (2−p)/(2(1−p))·y₀ with y₀ = (2λ(1−p))^(1/(2−p)), and the larger root of
/// y − x + λp·y^(p−1) = 0, which is at least y₀, from there on. p = 1 is the soft threshold x − λ, p = 2 the quotient x/(1 + 2λ); ½ and ⅔
/// have closed forms (Xu, Chang, Xu and Zhang, <i>L½ Regularization</i>, 2012; Cao, Sun and Xu, 2013); every other index
/// is solved by Newton's method inside of a bracket.
/// </remarks>
public static class ProximalMap
{
    private const double Half = 0.5, TwoThirds = 2.0 / 3;
    private const int MostIterations = 200;

    /// <summary>The minimizer y of ½(y − x)² + λ|y|^p.</summary>
    /// <param name="x">The point, x ≥ 0; a singular value.</param>
    /// <param name="lambda">The strength times the step size, λ ≥ 0.</param>
    /// <param name="p">The Schatten index, in (0, 2].</param>
    /// <returns>y in [0, x].</returns>
    /// <exception cref="ArgumentOutOfRangeException">x or λ is negative or not finite, or p is outside (0, 2].</exception>
    public static double Of(double x, double lambda, double p)
    {
        Guard.NotNegative(x, nameof(x));
        Guard.NotNegative(lambda, nameof(lambda));
        Guard.PositiveIndex(p, nameof(p));
        if (lambda == 0 || x == 0) return x;
        if (p == 2) return x / (1 + 2 * lambda);
        if (p == 1) return Math.Max(0, x - lambda);
        if (p < 1 && x <= Threshold(lambda, p)) return 0;
        if (p == Half) return HalfRoot(x, lambda);
        if (p == TwoThirds) return TwoThirdsRoot(x, lambda);
        return Root(x, lambda, p);
    }

    /// <summary>τ: every x up to it goes to 0. 0 for p &gt; 1, where nothing does.</summary>
    /// <param name="lambda">λ ≥ 0.</param>
    /// <param name="p">The Schatten index, in (0, 2].</param>
    public static double Threshold(double lambda, double p)
        => p > 1 ? 0 : p == 1 ? lambda : (2 - p) / (2 * (1 - p)) * SmallestRoot(lambda, p);

    private static double SmallestRoot(double lambda, double p) => Math.Pow(2 * lambda * (1 - p), 1 / (2 - p));

    private static double HalfRoot(double x, double lambda)
        => TwoThirds * x * (1 + Math.Cos(2 * Math.PI / 3 - TwoThirds * Math.Acos(Math.Min(1, lambda / 4 * Math.Pow(x / 3, -1.5)))));

    private static double TwoThirdsRoot(double x, double lambda)
    {
        var doubled = 2 * lambda;
        var ratio = Math.Max(1, 27 * x * x * Math.Pow(doubled, -1.5) / 16);
        var angle = Math.Log(ratio + Math.Sqrt(ratio * ratio - 1));
        var a = 2 / Math.Sqrt(3) * Math.Pow(doubled, 0.25) * Math.Sqrt(Math.Cosh(angle / 3));
        return Math.Pow((a + Math.Sqrt(Math.Max(0, 2 * x / a - a * a))) / 2, 3);
    }

    /// <summary>The root of y − x + λp·y^(p−1) in [y₀, x], where it increases: Newton's steps, halved into the bracket.</summary>
    private static double Root(double x, double lambda, double p)
    {
        var (lower, upper) = (p < 1 ? Math.Min(x, SmallestRoot(lambda, p)) : 0, x);
        var y = p < 1 ? x : x / (1 + lambda * p * Math.Pow(x, p - 2));
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var slope = lambda * p * Math.Pow(y, p - 1);
            var value = y - x + slope;
            if (value > 0) upper = y;
            else lower = y;
            var next = y - value / (1 + (p - 1) * slope / y);
            if (!(next > lower && next < upper)) next = (lower + upper) / 2;
            if (Math.Abs(next - y) <= 1e-16 * x || next == lower && next == upper) return next;
            y = next;
        }

        return y;
    }
}
