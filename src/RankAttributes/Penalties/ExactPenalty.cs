using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>φ and ∇φ = U diag(p σᵢ(σᵢ²+ε²)^(p/2−1)) Vᵀ from a fresh decomposition.</summary>
internal static class ExactPenalty
{
    /// <summary>The relative error of the gradient that is aimed at, by computing dtype: a third of what is promised.</summary>
    private const double SingleTolerance = 3e-5, DoubleTolerance = 3e-11;

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
        var gram = new GradedGram(
            settings.P, settings.Smoothing, matrix.dtype, matrix.dtype == ScalarType.Float64 ? DoubleTolerance : SingleTolerance);
        var gradient = gram.Weighted(tall ? matrix.t() : matrix);
        return new PenaltyEvaluation(gram.Value, tall ? gradient.t().contiguous() : gradient);
    }
}
