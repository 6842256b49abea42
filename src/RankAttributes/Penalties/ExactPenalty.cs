using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>φ and ∇φ = U diag(p σᵢ(σᵢ²+ε²)^(p/2−1)) Vᵀ from a fresh decomposition.</summary>
internal sealed class ExactPenalty : PenaltyEvaluator
{
    /// <summary>The relative error of the gradient that is aimed at, by computing dtype: a third of what is promised.</summary>
    private const double SingleTolerance = 3e-5, DoubleTolerance = 3e-11;

    /// <inheritdoc />
    protected override PenaltyEvaluation EvaluateWide(Tensor matrix, PenaltySettings settings)
    {
        var tolerance = matrix.dtype == ScalarType.Float64 ? DoubleTolerance : SingleTolerance;
        var gram = new GradedGram(settings.P, settings.Smoothing, matrix.dtype, tolerance);
        var gradient = gram.Weighted(matrix);
        return new PenaltyEvaluation(gram.Value, gradient);
    }
}
