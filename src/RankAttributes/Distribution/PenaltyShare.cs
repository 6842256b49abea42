using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>
/// One process's share of a model's penalty: every weight belongs to exactly one share, so the sum of all shares' losses and gradients is the model's.
/// For any transport that adds gradients over processes.
/// </summary>
/// <remarks>Weights go to the least loaded share, the most expensive first; a weight of m × n costs m·n·min(m, n). Every process computes the same
/// division.</remarks>
public sealed class PenaltyShare : IRankRegularized
{
    private readonly IRankRegularized model;
    private readonly SchattenPenalty penalty = new();
    private readonly int index, count;

    /// <summary>Takes a share.</summary>
    /// <param name="model">The whole model.</param>
    /// <param name="index">The share's number, from 0.</param>
    /// <param name="count">The number of shares.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside [0, count).</exception>
    public PenaltyShare(IRankRegularized model, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        (this.model, this.index, this.count) = (model, index, count);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PenaltyStatus> PenaltyStatus => penalty.Status;

    /// <inheritdoc/>
    public void CollectWeights(RankWeightCollector collector)
    {
        ArgumentNullException.ThrowIfNull(collector);
        var weights = model.CollectMatrices();
        var owners = Owners([.. weights.Select(Cost)], count);
        for (var weight = 0; weight < weights.Count; weight++)
        {
            if (owners[weight] == index) collector.AddCollected(weights[weight]);
        }
    }

    /// <summary>The penalty of this share's weights, differentiable; 0 where it has none.</summary>
    /// <exception cref="NonFiniteWeightException">A weight of the share holds NaN or infinity.</exception>
    public Tensor RegularizationLoss() => penalty.ComputeLoss(this);

    /// <summary>Whose each weight is.</summary>
    internal static int[] Owners(IReadOnlyList<double> costs, int count)
    {
        var load = new double[count];
        var owners = new int[costs.Count];
        foreach (var weight in Enumerable.Range(0, costs.Count).OrderByDescending(weight => costs[weight]).ThenBy(weight => weight))
        {
            owners[weight] = Array.IndexOf(load, load.Min());
            load[owners[weight]] += costs[weight];
        }

        return owners;
    }

    private static double Cost(RegularizedWeight weight)
    {
        var shape = weight.AsMatrix().shape;
        return (double)shape[0] * shape[1] * Math.Min(shape[0], shape[1]);
    }
}
