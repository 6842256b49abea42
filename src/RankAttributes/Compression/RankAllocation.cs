namespace RankAttributes.Compression;

/// <summary>What a layer can give up: the share of its output's energy in each direction, and what a direction costs.</summary>
/// <param name="Spectrum">The layer's spectrum.</param>
/// <param name="CostOfARank">Weights that one more rank takes.</param>
/// <param name="Weights">Entries of the weight as it is.</param>
/// <param name="Importance">How much a lost share of this layer's output matters, relative to others'.</param>
internal sealed record AllocatedLayer(WeightedSpectrum Spectrum, long CostOfARank, long Weights, double Importance)
{
    /// <summary>The share of its output's energy that hidden units or channels which no longer enter it carried.</summary>
    public double LostWithUnits { get; init; }

    /// <summary>The share of its output's energy that is left out at a rank.</summary>
    public double LostAt(int? rank) => LostWithUnits + ((1 - LostWithUnits) * (rank is { } kept ? Spectrum.Lost(kept) : 0));

    /// <summary>Weights at a rank; all of them where the layer stays.</summary>
    public long WeightsAt(int? rank) => rank is { } kept ? CostOfARank * kept : Weights;
}

/// <summary>
/// A rank for each layer: directions are kept in the order of what their energy is worth per weight that they cost, until the budget is spent. Energies of a
/// layer fall, so that for the budget spent this is the least Σ importance · lost share.
/// </summary>
internal static class RankAllocation
{
    private const int Halvings = 60;

    /// <summary>The ranks for a budget of weights; <see langword="null"/> for a layer that stays. No layer gets less than rank 1.</summary>
    public static int?[] Within(IReadOnlyList<AllocatedLayer> layers, long budget)
    {
        // Prices on a logarithmic scale; the lowest keeps every direction, the highest one of each layer.
        var (low, high) = (-800.0, 50.0);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var price = (low + high) / 2;
            if (Cost(layers, At(layers, price)) > budget) low = price;
            else high = price;
        }

        var ranks = At(layers, high);
        Spend(layers, ranks, budget);
        return ranks;
    }

    /// <summary>One rank for all layers; those that it saves nothing at stay.</summary>
    public static int?[] Uniform(IReadOnlyList<AllocatedLayer> layers, int rank) => [.. layers.Select(layer => Saving(layer, rank))];

    /// <summary>Weights of all layers at their ranks.</summary>
    public static long Cost(IReadOnlyList<AllocatedLayer> layers, IReadOnlyList<int?> ranks)
        => layers.Select((layer, index) => layer.WeightsAt(ranks[index])).Sum();

    /// <summary>Σ importance · lost share.</summary>
    public static double Loss(IReadOnlyList<AllocatedLayer> layers, IReadOnlyList<int?> ranks)
        => layers.Select((layer, index) => ranks[index] is { } rank ? layer.Importance * layer.Spectrum.Lost(rank) : 0).Sum();

    private static int?[] At(IReadOnlyList<AllocatedLayer> layers, double logPrice) => [.. layers.Select(layer =>
    {
        var (low, high) = (1, layer.Spectrum.MaxRank);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (LogWorth(layer, middle - 1) > logPrice) low = middle;
            else high = middle - 1;
        }

        return Saving(layer, low);
    })];

    /// <summary>Directions of equal worth come at one price; what is left of the budget goes to the layers one after another.</summary>
    private static void Spend(IReadOnlyList<AllocatedLayer> layers, int?[] ranks, long budget)
    {
        var left = budget - Cost(layers, ranks);
        foreach (var index in Enumerable.Range(0, layers.Count).Where(index => ranks[index] is not null)
            .OrderByDescending(index => LogWorth(layers[index], Math.Min(ranks[index]!.Value, layers[index].Spectrum.MaxRank - 1))))
        {
            while (ranks[index] is { } rank && rank < layers[index].Spectrum.MaxSavingRank && layers[index].CostOfARank <= left)
            {
                ranks[index] = rank + 1;
                left -= layers[index].CostOfARank;
            }
        }
    }

    private static int? Saving(AllocatedLayer layer, int rank) => rank > layer.Spectrum.MaxSavingRank ? null : rank;

    private static double LogWorth(AllocatedLayer layer, int index) => Math.Log(layer.Importance * layer.Spectrum.Share(index) / layer.CostOfARank);
}
