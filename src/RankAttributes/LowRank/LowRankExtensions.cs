using RankAttributes.Bounds;
using RankAttributes.LowRank;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>Steps that leave exactly low rank behind, where a penalty alone only comes near it.</summary>
public static class LowRankExtensions
{
    /// <summary>
    /// A proximal step: every singular value σ of every regularized weight becomes the minimizer y of ½(y − σ)² + ηλ·y^p, with the
    /// weight's own λ and p. For p ≤ 1 small singular values become exactly zero.
    /// </summary>
    /// <remarks>
    /// After an optimizer step on the loss without the penalty this is proximal gradient descent, with η its learning rate. Once at the
    /// end of a training with the penalty it sets to zero what is near it. One float64 decomposition per weight; weights that do not
    /// require a gradient stay as they are.
    /// </remarks>
    /// <param name="model">The model whose weights are changed in place.</param>
    /// <param name="stepSize">η ≥ 0, finite.</param>
    /// <returns>The weights that were changed, with the ranks left.</returns>
    /// <exception cref="ArgumentOutOfRangeException">η is negative or not finite.</exception>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity; no weight has been changed.</exception>
    public static IReadOnlyList<WeightRank> RankStep(this IRankRegularized model, double stepSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(stepSize >= 0) || double.IsInfinity(stepSize))
            throw new ArgumentOutOfRangeException(nameof(stepSize), stepSize, "The step size must be a finite number of at least 0.");
        return SpectralEdit.Apply(
            model.CollectMatrices(),
            (weight, sigma) => [.. sigma.Select(value => ProximalMap.Of(value, stepSize * weight.Strength, weight.P))]);
    }

    /// <summary>
    /// Replaces every regularized weight by its best approximation of a rank: the given one, or else the weight's declared budget. Weights
    /// with neither, and those that do not require a gradient, stay as they are.
    /// </summary>
    /// <param name="model">The model whose weights are changed in place.</param>
    /// <param name="rank">The rank, at least 1; <see langword="null"/> for the declared budgets.</param>
    /// <returns>The weights that were changed, with the ranks left.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rank is below 1.</exception>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity; no weight has been changed.</exception>
    public static IReadOnlyList<WeightRank> Truncate(this IRankRegularized model, int? rank = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (rank < 1) throw new ArgumentOutOfRangeException(nameof(rank), rank, "The rank must be at least 1.");
        return SpectralEdit.Apply(
            model.CollectMatrices(),
            (weight, sigma) => (rank ?? weight.Rank) is { } kept ? [.. sigma.Select((value, index) => index < kept ? value : 0)] : null);
    }

    /// <summary>
    /// Replaces linear layers of low rank by two thinner ones, <c>Sequential(down, up)</c> with r·(inputs + outputs) weights instead of
    /// inputs·outputs, wherever that is less. The function of the model stays what it was, up to rounding.
    /// </summary>
    /// <remarks>
    /// A layer can be replaced in a field of type <c>Module&lt;Tensor, Tensor&gt;</c>, in a <c>ModuleList</c> of those and in a
    /// <c>Sequential</c> that can be replaced itself; a field of type <c>Linear</c> cannot hold two layers, and the result says so. The
    /// factors are balanced: both have the square roots of the singular values. Parameters are new ones: create the optimizer after this.
    /// </remarks>
    /// <param name="model">The model to change in place; any module.</param>
    /// <param name="tolerance">
    /// Singular values up to this fraction of the largest are dropped; by default those that rounding of the weight's dtype cannot tell
    /// from zero.
    /// </param>
    /// <returns>Every linear layer met, with its rank and whether it was replaced.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is outside [0, 1).</exception>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    [System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
    public static IReadOnlyList<FactorizedLayer> Factorize(this nn.Module model, double? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (tolerance is { } given && !(given is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(tolerance), given, "The tolerance must be at least 0 and below 1.");
        return new Factorization(tolerance).Of(model);
    }
}
