using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Polar factors and roots of matrices from matrix products alone.</summary>
/// <remarks>
/// The cubic x ↦ (3/2)αx − (1/2)α³x³ with α² = 3/(1 + ℓ + ℓ²) maps the interval [ℓ, 1] into itself with the largest possible new lower end
/// (Chen and Chow, <i>A Stable Scaling of Newton–Schulz for Improving the Sign Function Computation</i>, 2014). The lower end of the
/// spectrum is known here, because the smoothing adds ε² to it, so the number of iterations is known before they start.
/// </remarks>
internal static class NewtonSchulz
{
    /// <summary>The orthogonal polar factor (YYᵀ)^(−1/2)Y.</summary>
    /// <param name="matrix">Y, wide, with singular values in [<paramref name="least"/>, 1].</param>
    /// <param name="least">The lower end ℓ &gt; 0 of the spectrum.</param>
    public static Tensor Polar(Tensor matrix, double least)
    {
        using var scope = NewDisposeScope();
        foreach (var (linear, cubic) in Coefficients(least, matrix.dtype))
            matrix = matrix * linear - matrix.matmul(matrix.t()).matmul(matrix) * cubic;
        return matrix.MoveToOuterDisposeScope();
    }

    /// <summary>The square root of a positive definite matrix, by the coupled iteration for A^(1/2) and A^(−1/2).</summary>
    /// <param name="matrix">A, symmetric, with eigenvalues in [<paramref name="least"/>, 1].</param>
    /// <param name="least">The lower end of the spectrum.</param>
    public static Tensor SquareRoot(Tensor matrix, double least)
    {
        using var scope = NewDisposeScope();
        var identity = eye(matrix.shape[0], dtype: matrix.dtype, device: matrix.device);
        var (root, inverse) = (matrix, identity);
        foreach (var (linear, cubic) in Coefficients(Math.Sqrt(least), matrix.dtype))
        {
            var factor = identity * linear - inverse.matmul(root) * cubic;
            (root, inverse) = (root.matmul(factor), factor.matmul(inverse));
        }

        return ((root + root.t()) / 2).MoveToOuterDisposeScope();
    }

    /// <summary>A^exponent of a well-conditioned positive definite matrix, by its Chebyshev series.</summary>
    /// <param name="matrix">A, symmetric, with eigenvalues in [<paramref name="least"/>, 1].</param>
    /// <param name="least">The lower end of the spectrum; the series grows as it falls.</param>
    /// <param name="exponent">Any real exponent.</param>
    public static Tensor Power(Tensor matrix, double least, double exponent)
    {
        using var scope = NewDisposeScope();
        var identity = eye(matrix.shape[0], dtype: matrix.dtype, device: matrix.device);
        var (middle, radius) = ((1 + least) / 2, (1 - least) / 2);
        var shifted = (matrix - identity * middle) / radius;
        var series = Series(x => Math.Pow(middle + radius * x, exponent), finfo(matrix.dtype).eps);

        // Clenshaw's recurrence.
        var (next, afterNext) = (zeros_like(matrix), zeros_like(matrix));
        for (var degree = series.Length - 1; degree > 0; degree--)
            (next, afterNext) = (shifted.matmul(next) * 2 - afterNext + identity * series[degree], next);
        return (shifted.matmul(next) - afterNext + identity * series[0]).MoveToOuterDisposeScope();
    }

    private static IEnumerable<(double Linear, double Cubic)> Coefficients(double least, ScalarType dtype)
    {
        for (var lower = least; 1 - lower > 0.25 * finfo(dtype).eps;)
        {
            var alpha = Math.Sqrt(3 / (1 + lower + lower * lower));
            var (linear, cubic) = (1.5 * alpha, 0.5 * alpha * alpha * alpha);
            yield return (linear, cubic);
            var raised = lower * (linear - cubic * lower * lower);
            if (raised <= lower) yield break;
            lower = Math.Min(1, raised);
        }
    }

    private static double[] Series(Func<double, double> function, double tolerance)
    {
        const int Nodes = 64;
        var values = Enumerable.Range(0, Nodes).Select(node => function(Math.Cos(Math.PI * (node + 0.5) / Nodes))).ToArray();
        var series = Enumerable.Range(0, Nodes)
            .Select(degree => values.Select((value, node) => value * Math.Cos(Math.PI * degree * (node + 0.5) / Nodes)).Sum() * 2 / Nodes)
            .ToArray();
        series[0] /= 2;
        var last = Array.FindLastIndex(series, coefficient => Math.Abs(coefficient) > tolerance * values.Min());
        return series[..(Math.Max(last, 0) + 1)];
    }
}
