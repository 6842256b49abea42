using RankAttributes.Declarations;

namespace RankAttributes;

/// <summary>
/// Regularizes weight matrices with the smoothed Schatten-p penalty
/// <c>φ(A) = Σᵢ (σᵢ² + ε²)^(p/2)</c>, which drives singular values to zero for p ≤ 1.
/// </summary>
/// <remarks>
/// <para>On a class deriving from a TorchSharp module it sets the defaults of every weight matrix of the model, and the
/// source generator adds <c>RegularizationLoss()</c> to the class. On a field or property that holds a layer it
/// replaces the class's values for that layer: what the member's attribute leaves out is taken from the class.</para>
/// <para>The declared <see cref="Rank"/> is a budget, not a projection: it enters the predicted sample complexity
/// (rule RANK1001) and the report; the penalty alone decides what training does.</para>
/// <para>Source: Ledent, Alves, Lei, <i>Generalization Bounds for Rank-sparse Neural Networks</i>, NeurIPS 2025,
/// arXiv 2510.21945, Theorem 3.6.</para>
/// </remarks>
/// <param name="p">The Schatten index, in (0, 2]: ½ favours low rank, 1 is the nuclear norm, 2 is weight decay.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class SchattenRegularizeAttribute(double p) : Attribute
{
    /// <summary>The strength used where none is given.</summary>
    public const double DefaultStrength = DeclaredValue.DefaultStrength;

    /// <summary>The smoothing used where none is given.</summary>
    public const double DefaultSmoothing = DeclaredValue.DefaultSmoothing;

    /// <summary>The Schatten index p, in (0, 2]. Rule RANK0003 reports any other value.</summary>
    public double P { get; } = p;

    /// <summary>The factor λ ≥ 0 of this penalty in the loss. Unitless; finite; 1e-4, <see cref="DefaultStrength"/>, by default.</summary>
    public double Strength { get; set; } = DefaultStrength;

    /// <summary>
    /// The rank budget r ≥ 1 of each matrix, clamped to min(rows, columns). 0 (the default) declares none: the matrix then
    /// counts with its full rank.
    /// </summary>
    public int Rank { get; set; }

    /// <summary>
    /// The spectral norm ‖A‖ &gt; 0 the training keeps to, if it is known (1 where spectral normalization is used).
    /// 0 (the default) declares none: the estimate then counts ranks alone.
    /// </summary>
    public double SpectralNorm { get; set; }

    /// <summary>
    /// The smoothing ε in (0, 1], relative to the spectral norm of the weight and treated as constant by the gradient;
    /// 1e-3, <see cref="DefaultSmoothing"/>, by default.
    /// </summary>
    public double Smoothing { get; set; } = DefaultSmoothing;

    /// <summary>How the penalty and its gradient are computed; <see cref="PenaltyMethod.Auto"/> by default.</summary>
    public PenaltyMethod Method { get; set; }
}
