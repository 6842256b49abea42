using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>φ and ∇φ from matrix products alone, for devices where a decomposition is what costs.</summary>
/// <remarks>
/// With H = (AAᵀ + ε²I)^(1/2) the gradient is p·H^(p−1)·H⁻¹A and φ = tr(H^(p−1)H). H⁻¹[A, εI] is the polar factor of [A, εI], whose
/// condition number is that of H, not its square, as an iteration on the Gram matrix would have; and H is that factor times [A, εI]ᵀ.
/// The power H^(p−1) is a Chebyshev series in a root of H of condition below 2.5. Where the iteration has not converged, and at a
/// smoothing below 1e-3, the exact method answers.
/// </remarks>
internal sealed class NewtonSchulzPenalty : PenaltyEvaluator
{
    /// <summary>‖YYᵀ − I‖_F/√q above which the polar factor has not converged.</summary>
    private const double Converged = 1e-3;

    /// <summary>
    /// Below it the power H^(p−1) multiplies the rounding of H, of which the polar factor's residual shows nothing, beyond the error that is
    /// promised.
    /// </summary>
    private const double LeastSmoothing = 1e-3 * (1 - 1e-9);

    private const double WellConditioned = 0.4;
    private const int Squarings = 6, Probes = 16;
    private readonly ExactPenalty exact = new();

    /// <inheritdoc />
    protected override PenaltyEvaluation EvaluateWide(Tensor matrix, PenaltySettings settings)
    {
        if (settings.Smoothing < LeastSmoothing) return exact.Evaluate(matrix, "", settings);
        using var precision = new FullPrecisionProducts(matrix.device_type);
        var (side, least) = (matrix.shape[0], settings.Smoothing / Math.Sqrt(1 + settings.Smoothing * settings.Smoothing));
        var norm = SpectralNorm(matrix);

        // A hair above the largest singular value of [A, εI], so that rounding cannot push one out of [ℓ, 1].
        var scale = norm * Math.Sqrt(1 + settings.Smoothing * settings.Smoothing) * (1 + 1e-5);
        var identity = eye(side, dtype: matrix.dtype, device: matrix.device);
        var stacked = cat([matrix / scale, identity * (settings.Smoothing * norm / scale)], 1);
        var polar = NewtonSchulz.Polar(stacked, least * (1 - 2e-5));
        var residual = (polar.matmul(polar.t()) - identity).norm().ToDouble() / Math.Sqrt(side);
        if (!(residual <= Converged)) return exact.Evaluate(matrix, "", settings);

        var root = polar.matmul(stacked.t());
        root = (root + root.t()) / 2;
        var power = Power(root, least, settings.P - 1);
        var value = (power * root).sum().ToDouble() * Math.Pow(scale, settings.P);
        var gradient = power.matmul(polar.narrow(1, 0, matrix.shape[1])) * (settings.P * Math.Pow(scale, settings.P - 1));
        var inverse = polar.narrow(1, matrix.shape[1], side) / (settings.Smoothing * norm / scale);
        var meanWeight = settings.P * (power * inverse).sum().ToDouble() / side * Math.Pow(scale, settings.P - 2);
        return new PenaltyEvaluation(value, gradient, meanWeight);
    }

    private static Tensor Power(Tensor matrix, double least, double exponent)
    {
        for (; least < WellConditioned && exponent != 0; least = Math.Sqrt(least), exponent *= 2)
            matrix = NewtonSchulz.SquareRoot(matrix, least);
        return NewtonSchulz.Power(matrix, least, exponent);
    }

    /// <summary>‖A‖, by squaring the Gram matrix until random vectors turn into its leading directions.</summary>
    private static double SpectralNorm(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var power = matrix.matmul(matrix.t());
        for (var squaring = 0; squaring < Squarings; squaring++)
        {
            power = power / power.norm();
            power = power.matmul(power);
        }

        var probes = Noise(matrix, matrix.shape[0], Math.Min(Probes, matrix.shape[0]));
        for (var pass = 0; pass < 2; pass++) probes = linalg.qr(power.matmul(probes)).Q;
        var images = probes.t().matmul(matrix).to_type(ScalarType.Float64);
        return Math.Sqrt(linalg.eigvalsh(images.matmul(images.t()).cpu()).max().item<double>());
    }
}
