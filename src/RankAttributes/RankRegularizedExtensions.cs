using RankAttributes.Penalties;
using TorchSharp;

namespace RankAttributes;

/// <summary>What every rank-regularized model can do beside its generated members.</summary>
public static class RankRegularizedExtensions
{
    /// <summary>The model's regularized weights by name, read from the live module now.</summary>
    /// <param name="model">The annotated model.</param>
    public static IReadOnlyList<RegularizedWeight> GetRegularizedWeights(this IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Collect(model).Weights;
    }

    /// <summary>The weights, all of which have singular values.</summary>
    /// <exception cref="NotSupportedException">One has none; the message names it.</exception>
    internal static IReadOnlyList<RegularizedWeight> CollectMatrices(this IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var collector = Collect(model);
        RefusedWeight.Throw(collector.Refused);
        return collector.Weights;
    }

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
    /// What the penalty carries from step to step, to be stored in a checkpoint beside the model's and the optimizer's tensors. A training that
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
