using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>
/// What the penalty does to each squared singular value λᵢ = σᵢ²: the value Σ(λᵢ + ε²)^(p/2) and the weights
/// wᵢ = p(λᵢ + ε²)^(p/2−1) of the gradient U diag(wᵢ) Uᵀ A.
/// </summary>
/// <param name="P">The Schatten index p.</param>
/// <param name="Floor">ε², absolute.</param>
internal readonly record struct SpectralWeights(double P, double Floor)
{
    /// <summary>Σ(λᵢ + ε²)^(p/2).</summary>
    /// <param name="squares">Squared singular values, float64.</param>
    public double Value(Tensor squares) => (squares + Floor).pow(P / 2).sum().item<double>();

    /// <summary>wᵢ = p(λᵢ + ε²)^(p/2−1).</summary>
    /// <param name="squares">Squared singular values, float64.</param>
    public Tensor Of(Tensor squares) => (squares + Floor).pow_(P / 2 - 1).mul_(P);

    /// <summary>w for one squared singular value.</summary>
    public double Of(double square) => P * Math.Pow(square + Floor, P / 2 - 1);

    /// <summary>‖∇φ‖_F = √Σ(wᵢσᵢ)².</summary>
    /// <param name="squares">Squared singular values, float64.</param>
    public double GradientNorm(Tensor squares) => (Of(squares).square() * squares).sum().sqrt().item<double>();

    /// <summary>
    /// An upper estimate of the gradient's error ‖Δ∇φ‖_F when the Gram matrix AAᵀ and its decomposition carry an error of the given
    /// size.
    /// </summary>
    /// <remarks>
    /// An error E of the Gram matrix turns direction j by Eᵢⱼ/(λᵢ−λⱼ) towards i, which moves the gradient by the divided difference
    /// of w times Eᵢⱼ·σᵢ, and changes weight j by w'(λⱼ)Eⱼⱼ: together at most |1−p/2|·wⱼ|E|/√(λⱼ+ε²) a direction. Small singular
    /// values suffer, and for p &lt; 1 they are the gradient.
    /// </remarks>
    /// <param name="squares">Squared singular values, float64.</param>
    /// <param name="error">The size of E.</param>
    public double GramError(Tensor squares, double error)
        => (Of(squares).square() / (squares + Floor)).sum().sqrt().item<double>() * error * Math.Abs(1 - P / 2);
}
