using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>
/// What the penalty does to each squared singular value λᵢ = σᵢ²: the value Σ(λᵢ + ε²)^(p/2) and the weights
/// wᵢ = p(λᵢ + ε²)^(p/2−1) of the gradient U diag(wᵢ) Uᵀ A.
/// </summary>
internal readonly record struct SpectralWeights(double Value, Tensor Weights, Tensor Squares, Tensor Smoothed)
{
    /// <param name="squares">The squared singular values, float64, in any order.</param>
    /// <param name="p">The Schatten index.</param>
    /// <param name="smoothing">The smoothing relative to the spectral norm.</param>
    public static SpectralWeights Of(Tensor squares, double p, double smoothing)
    {
        var positive = squares.clamp_min(0);
        var smoothed = positive + positive.max() * (smoothing * smoothing);
        return new SpectralWeights(smoothed.pow(p / 2).sum().item<double>(), smoothed.pow(p / 2 - 1).mul_(p), positive, smoothed);
    }

    /// <summary>
    /// An upper estimate of the gradient's relative error ‖ΔG‖_F/‖G‖_F when the Gram matrix AAᵀ and its decomposition carry an
    /// error of <paramref name="roundoff"/>·λ₁.
    /// </summary>
    /// <remarks>
    /// An error E of the Gram matrix turns direction j by Eᵢⱼ/(λᵢ−λⱼ) towards i, which moves wⱼuⱼuⱼᵀA by wⱼEᵢⱼ/σᵢ, and its
    /// weight by a fraction Eⱼⱼ/(λⱼ+ε²): together at most wⱼ|E|/√(λⱼ+ε²) a direction. Small singular values suffer, and for
    /// p &lt; 1 they are the gradient.
    /// </remarks>
    public double GramError(double roundoff)
    {
        var gradient = (Weights.square() * Squares).sum().sqrt();
        var error = (Weights.square() / Smoothed).sum().sqrt() * (Squares.max() * roundoff);
        return (error / gradient).item<double>();
    }
}
