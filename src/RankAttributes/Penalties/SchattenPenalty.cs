using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>
/// The smoothed Schatten-p penalty of a model: φ(A) = Σᵢ (σᵢ² + ε²)^(p/2) with ∇φ = p·A(AᵀA + ε²I)^(p/2−1), ε relative to the
/// spectral norm and constant under differentiation (no decomposition is ever differentiated).
/// </summary>
public sealed class SchattenPenalty
{
    /// <summary>Σ λ·φ(A) over the model's weights, differentiable, a scalar of the widest weight's dtype.</summary>
    /// <param name="model">The model whose weights are penalized.</param>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    public Tensor Loss(IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        Tensor? total = null;
        foreach (var weight in model.GetRegularizedWeights())
        {
            var term = Evaluate(weight) * weight.Strength;
            total = total is null ? term : total + term;
        }

        return (total ?? zeros(1).squeeze()).MoveToOuterDisposeScope();
    }

    private static Tensor Evaluate(RegularizedWeight weight)
    {
        var matrix = weight.AsMatrix();
        Tensor value, gradient;
        using (no_grad())
        {
            var exact = matrix.to_type(ScalarType.Float64);
            if (!exact.isfinite().all().item<bool>()) throw new NonFiniteWeightException(weight.Name);
            var (u, sigma, vt) = linalg.svd(exact, fullMatrices: false);
            var epsilon = sigma.max() * weight.Settings.Smoothing;
            var smoothed = sigma.square() + epsilon.square();
            value = smoothed.pow(weight.P / 2).sum();
            gradient = (u * (sigma * smoothed.clamp_min(double.Epsilon).pow(weight.P / 2 - 1) * weight.P).nan_to_num()).matmul(vt);
        }

        // The value of φ with the gradient ∇φ: the inner product carries the gradient, the constant corrects the value.
        var inner = (matrix * gradient.to_type(matrix.dtype)).sum();
        return inner + (value.to_type(inner.dtype) - inner).detach();
    }
}
