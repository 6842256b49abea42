using RankAttributes.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>
/// The smoothed Schatten-p penalty of a model: φ(A) = Σᵢ (σᵢ² + ε²)^(p/2) with ∇φ = p·A(AᵀA + ε²I)^(p/2−1), ε relative to the
/// spectral norm and constant under differentiation (no decomposition is ever differentiated).
/// </summary>
public sealed class SchattenPenalty
{
    /// <summary>Σ λ·φ(A) over the model's weights, differentiable, a scalar of the widest weight's dtype (at least float32).</summary>
    /// <param name="model">The model whose weights are penalized.</param>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    public Tensor Loss(IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        Tensor? total = null;
        foreach (var weight in model.GetRegularizedWeights())
        {
            var matrix = weight.AsMatrix();
            var term = DifferentiableTerm.Of(matrix, ExactPenalty.Evaluate(matrix, weight.Name, weight.Settings), weight.Strength);
            total = total is null ? term : total + term.to(total.device);
        }

        return (total ?? zeros([])).MoveToOuterDisposeScope();
    }
}
