namespace RankAttributes;

/// <summary>What every rank-regularized model can do beside its generated members.</summary>
public static class RankRegularizedExtensions
{
    /// <summary>The model's regularized weights by name, read from the live module now.</summary>
    /// <param name="model">The annotated model.</param>
    public static IReadOnlyList<RegularizedWeight> GetRegularizedWeights(this IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var collector = new RankWeightCollector();
        model.CollectWeights(collector);
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
}
