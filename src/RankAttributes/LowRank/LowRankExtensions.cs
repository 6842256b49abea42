using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
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
    public static IReadOnlyList<WeightRank> ProximalStep(this IRankRegularized model, double stepSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(stepSize >= 0) || double.IsInfinity(stepSize))
            throw new ArgumentOutOfRangeException(nameof(stepSize), stepSize, "The step size must be a finite number of at least 0.");
        return SpectralEdit.Apply(
            model.CollectMatrices(),
            (weight, sigma) => [.. sigma.Select(value => ProximalMap.Of(value, stepSize * weight.Strength, weight.P))]);
    }

    /// <summary>The earlier name of <see cref="ProximalStep"/>.</summary>
    /// <inheritdoc cref="ProximalStep"/>
    [Obsolete("Renamed to ProximalStep.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IReadOnlyList<WeightRank> RankStep(this IRankRegularized model, double stepSize) => ProximalStep(model, stepSize);

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
    /// Replaces linear layers and convolutions of low rank by two thinner ones (<see cref="FactorPair"/>), wherever those have fewer weights.
    /// The function of the model stays what it was, up to rounding.
    /// </summary>
    /// <remarks>
    /// <para>A layer is replaced in every place that holds it, or in none: fields of type <c>Module&lt;Tensor, Tensor&gt;</c>, lists, arrays and
    /// dictionaries of those, and <c>Sequential</c>. A field of type <c>Linear</c> cannot hold two layers, and the result says so. A layer that
    /// shares its weight with another stays. If one weight cannot be decomposed, the exception leaves the whole model as it was.</para>
    /// <para>Device, dtype, training mode, hooks and <c>requires_grad</c> of weight and bias are those of the layer that was replaced; what does
    /// not survive is named in the result. The factors are balanced: both have the square roots of the singular values. Parameters are new
    /// ones: create the optimizer after this.</para>
    /// </remarks>
    /// <param name="model">The model to change in place; any module.</param>
    /// <param name="tolerance">
    /// Singular values up to this fraction of the largest are dropped; by default those that rounding of the weight's dtype cannot tell
    /// from zero.
    /// </param>
    /// <returns>Every linear layer and convolution met, with its rank and whether it was replaced.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is outside [0, 1).</exception>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity; no layer has been replaced.</exception>
    [RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
    public static IReadOnlyList<FactorizedLayer> Factorize(this nn.Module model, double? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (tolerance is { } given && !(given is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(tolerance), given, "The tolerance must be at least 0 and below 1.");
        return Factorization.Apply(new ModuleGraph(model, ModuleAccess.ByReflection), (layer, name) => LayerFactors.Of(layer, name, tolerance));
    }

    /// <summary>
    /// Gives a fresh model the two-layer parts that a factorized one had when it was saved, so that it can load that file. The new weights are
    /// random: load the file after this.
    /// </summary>
    /// <param name="model">A new model of the same class.</param>
    /// <param name="path">A file in safetensors format, or one that <c>Module.save</c> wrote.</param>
    /// <returns>The layers that were replaced, with the ranks found.</returns>
    /// <exception cref="InvalidDataException">The file is in neither format, or its layers do not fit the model's; no layer has been replaced.</exception>
    [RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
    public static IReadOnlyList<FactorizedLayer> FactorizeLike(this nn.Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return StateRanks.Apply(new ModuleGraph(model, ModuleAccess.ByReflection), StateRanks.Read(path), $"'{path}'");
    }

    /// <summary>Gives a fresh model the two-layer parts that a factorized one had, found in its state dictionary.</summary>
    /// <param name="model">A new model of the same class.</param>
    /// <param name="state">The <c>state_dict()</c> of the factorized model.</param>
    /// <returns>The layers that were replaced, with the ranks found.</returns>
    /// <exception cref="InvalidDataException">The layers found do not fit the model's; no layer has been replaced.</exception>
    [RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
    public static IReadOnlyList<FactorizedLayer> FactorizeLike(this nn.Module model, IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(state);
        return StateRanks.Apply(
            new ModuleGraph(model, ModuleAccess.ByReflection), state.ToDictionary(entry => entry.Key, entry => entry.Value.shape), "the state");
    }
}
