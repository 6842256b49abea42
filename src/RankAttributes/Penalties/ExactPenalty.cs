using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>
/// φ and ∇φ = U diag(p σᵢ(σᵢ²+ε²)^(p/2−1)) Vᵀ from a fresh decomposition. The Gram matrix of the smaller side is decomposed
/// first in the weight's precision, then in double precision, and the weight itself last: each is dearer and loses less.
/// </summary>
internal static class ExactPenalty
{
    /// <summary>The relative gradient error above which a dearer decomposition is taken, by computing dtype.</summary>
    private const double SingleTolerance = 2e-5, DoubleTolerance = 2e-11;

    /// <summary>φ(A) and ∇φ(A).</summary>
    /// <param name="matrix">A, rows × columns, of any floating dtype.</param>
    /// <param name="name">The weight's name, for the error.</param>
    /// <param name="settings">Index and smoothing.</param>
    /// <exception cref="NonFiniteWeightException">A holds NaN or infinity.</exception>
    public static PenaltyEvaluation Evaluate(Tensor matrix, string name, PenaltySettings settings)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var scaled = ScaledMatrix.Of(matrix, name);
        if (scaled.Scale == 0) return new PenaltyEvaluation(0, zeros_like(scaled.Matrix).MoveToOuterDisposeScope());
        var (value, gradient) = scaled.Restore(EvaluateScaled(scaled.Matrix, settings), settings.P);
        return new PenaltyEvaluation(value, gradient.MoveToOuterDisposeScope());
    }

    private static PenaltyEvaluation EvaluateScaled(Tensor matrix, PenaltySettings settings)
    {
        var tall = matrix.shape[0] > matrix.shape[1];
        var side = tall ? matrix.t() : matrix;
        var evaluation = matrix.dtype == ScalarType.Float32
            ? FromGram(side, settings, SingleTolerance) ?? FromGram(side.to_type(ScalarType.Float64), settings, SingleTolerance)
            : FromGram(side, settings, DoubleTolerance);
        var (value, gradient) = evaluation ?? FromDecomposition(side.to_type(ScalarType.Float64), settings);
        return new PenaltyEvaluation(value, tall ? gradient.t().contiguous() : gradient);
    }

    private static PenaltyEvaluation? FromGram(Tensor matrix, PenaltySettings settings, double tolerance)
    {
        var (squares, directions) = linalg.eigh(matrix.matmul(matrix.t()));
        var spectral = SpectralWeights.Of(squares.to_type(ScalarType.Float64), settings.P, settings.Smoothing);
        if (spectral.GramError(Roundoff(matrix)) > tolerance) return null;
        var turned = directions.t().matmul(matrix).mul_(spectral.Weights.to_type(matrix.dtype).unsqueeze(1));
        return new PenaltyEvaluation(spectral.Value, directions.matmul(turned));
    }

    private static PenaltyEvaluation FromDecomposition(Tensor matrix, PenaltySettings settings)
    {
        var (u, sigma, vt) = linalg.svd(matrix, fullMatrices: false);
        var spectral = SpectralWeights.Of(sigma.square(), settings.P, settings.Smoothing);

        // Beyond the numerical rank stands the decomposition's own rounding, which the weights would multiply by ε^(p−2).
        var noise = sigma.max() * (Math.Max(matrix.shape[0], matrix.shape[1]) * finfo(ScalarType.Float64).eps);
        return new PenaltyEvaluation(spectral.Value, (u * (spectral.Weights * sigma * (sigma > noise))).matmul(vt));
    }

    private static double Roundoff(Tensor matrix) => finfo(matrix.dtype).eps;
}
