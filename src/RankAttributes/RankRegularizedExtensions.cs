using RankAttributes.Penalties;
using TorchSharp;

namespace RankAttributes;

/// <summary>The methods of every rank-regularized model beside its generated members.</summary>
public static class RankRegularizedExtensions
{
    /// <summary>
    /// The penalty with a strength λ in place of the one that the class declares, for a search or a schedule. The strength stays: later losses,
    /// <see cref="LowRankExtensions.ProximalStep"/> and <see cref="GetRegularizedWeights"/> have it too, and it travels with
    /// <see cref="GetPenaltyState"/>. A member that declares a strength of its own keeps its ratio to the class's.
    /// </summary>
    /// <param name="model">The annotated model.</param>
    /// <param name="strength">λ ≥ 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The class declares a strength of 0, to which nothing has a ratio.</exception>
    /// <exception cref="NotSupportedException">The model computes its loss by itself.</exception>
    public static torch.Tensor RegularizationLoss(this IRankRegularized model, double strength)
    {
        SetPenaltyStrength(model, strength);
        return model.RegularizationLoss();
    }

    /// <summary>Sets the strength as <see cref="RegularizationLoss"/> does, without computing a loss.</summary>
    /// <param name="model">The annotated model.</param>
    /// <param name="strength">λ ≥ 0, finite; <see langword="null"/> for the strength that the class declares.</param>
    /// <inheritdoc cref="RegularizationLoss" path="/exception"/>
    public static void SetPenaltyStrength(this IRankRegularized model, double? strength)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.RequirePenalty().Strength = strength;
    }

    /// <summary>The penalty that computes the model's loss.</summary>
    /// <exception cref="NotSupportedException">The model computes its loss by itself.</exception>
    internal static SchattenPenalty RequirePenalty(this IRankRegularized model) => model.Penalty
        ?? throw new NotSupportedException($"{model.GetType().Name} computes its loss by itself: give its strength to the model whose weights it collects.");

    /// <summary>The model's regularized weights by name, read from the live module now.</summary>
    /// <param name="model">The annotated model.</param>
    public static IReadOnlyList<RegularizedWeight> GetRegularizedWeights(this IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return InForce(model, Collect(model));
    }

    /// <summary>The weights, all of which have singular values.</summary>
    /// <exception cref="NotSupportedException">One has none; the message names it.</exception>
    internal static IReadOnlyList<RegularizedWeight> CollectMatrices(this IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var collector = Collect(model);
        RefusedWeight.Throw(collector.Refused);
        return InForce(model, collector);
    }

    /// <summary>The weights with the strengths that were set since.</summary>
    private static IReadOnlyList<RegularizedWeight> InForce(IRankRegularized model, RankWeightCollector collector)
        => model.Penalty?.Dial.Apply(collector.Weights, collector.DeclaredStrength) ?? collector.Weights;

    /// <summary>
    /// How each weight's penalty was last computed: by which method, how many steps ago, and what the method leaves out. Empty before the
    /// first loss.
    /// </summary>
    /// <param name="model">The annotated model.</param>
    public static IReadOnlyList<PenaltyStatus> GetPenaltyStatus(this IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.PenaltyStatus;
    }

    /// <summary>
    /// The state that the penalty carries from step to step, to be stored in a checkpoint beside the model's and the optimizer's tensors. A training that
    /// is resumed with it equals the uninterrupted one bit for bit. Empty where the model computes its loss by itself.
    /// </summary>
    /// <param name="model">The annotated model.</param>
    public static IReadOnlyDictionary<string, torch.Tensor> GetPenaltyState(this IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Penalty?.GetState() ?? new Dictionary<string, torch.Tensor>();
    }

    /// <summary>Takes up what <see cref="GetPenaltyState"/> returned for a model of the same class.</summary>
    /// <param name="model">The annotated model.</param>
    /// <param name="state">The tensors by name, as they were stored; entries with other names are ignored.</param>
    public static void SetPenaltyState(this IRankRegularized model, IReadOnlyDictionary<string, torch.Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(state);
        model.Penalty?.SetState(state);
    }

    private static RankWeightCollector Collect(IRankRegularized model)
    {
        var registered = model is torch.nn.Module module ? module.parameters().Select(parameter => parameter.Handle).ToHashSet() : [];
        var collector = new RankWeightCollector { Registered = registered.Count > 0 ? registered : null };
        model.CollectWeights(collector);
        return collector;
    }
}
