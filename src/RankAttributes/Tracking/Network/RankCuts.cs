namespace RankAttributes.Tracking.Network;

/// <summary>What cutting every layer to a rank would save and cost, predicted from spectra and margins.</summary>
/// <remarks>
/// For inputs that prefer no direction, the part that a layer loses when it is cut to k singular values and the part that it keeps have squares in the
/// proportion
/// Σ_{i&gt;k}σᵢ² : Σ_{i≤k}σᵢ². Losses are taken to be independent between layers and to reach the logits in proportion, in a random direction; a sample
/// changes sides
/// where they exceed its margin. Real inputs prefer the directions of large singular values, so a small loss usually costs less than predicted.
/// </remarks>
internal static class RankCuts
{
    private const int MaxCuts = 8;

    public static IReadOnlyList<CompressionEstimate> Of(IReadOnlyList<MeasuredLayer> layers, SampleMeasurement? measurement)
    {
        if (layers.Count == 0 || layers.Any(layer => layer.Spectrum is null)) return [];
        var largest = layers.Max(layer => LargestSaving(layer));
        var powers = Enumerable.Range(0, 31).Select(power => 1L << power).Where(rank => rank <= largest).TakeLast(MaxCuts);
        var budgets = layers.Select(layer => layer.Settings?.Rank ?? 0L).Where(rank => rank >= 1 && rank <= largest);
        return [.. powers.Concat(budgets).Distinct().Order().Select(rank => Cut(layers, (int)rank, measurement))];
    }

    /// <summary>The largest rank at which two factors have fewer weights than the matrix.</summary>
    private static long LargestSaving(MeasuredLayer layer) => ((layer.Outputs * layer.Inputs) - 1) / (layer.Outputs + layer.Inputs);

    private static CompressionEstimate Cut(IReadOnlyList<MeasuredLayer> layers, int rank, SampleMeasurement? measurement)
    {
        var (all, left, largestLoss, error) = (0L, 0L, 0.0, 0.0);
        foreach (var layer in layers)
        {
            var size = layer.Outputs * layer.Inputs;
            var isCut = rank <= LargestSaving(layer);
            var lost = isCut ? LostShare(layer.Spectrum!.SingularValues, rank) : 0;
            all += size;
            left += isCut ? rank * (layer.Outputs + layer.Inputs) : size;
            largestLoss = Math.Max(largestLoss, lost);
            error += lost / Math.Max(1 - lost, 1e-9);
        }

        return new CompressionEstimate(rank, left, (double)all / left, 1 - largestLoss, -measurement?.PredictedDrop(Math.Sqrt(error)));
    }

    /// <summary>Σ_{i&gt;k}σᵢ²/Σσᵢ², which does not overflow.</summary>
    private static double LostShare(IReadOnlyList<double> values, int rank)
    {
        if (values[0] == 0) return 0;
        var (all, lost) = (0.0, 0.0);
        for (var index = values.Count - 1; index >= 0; index--)
        {
            var square = values[index] / values[0] * (values[index] / values[0]);
            all += square;
            if (index >= rank) lost += square;
        }

        return lost / all;
    }
}
