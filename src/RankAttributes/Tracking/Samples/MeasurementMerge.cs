namespace RankAttributes.Tracking.Samples;

/// <summary>
/// Measurements of parts of the samples, made one: counts and Gram matrices add, norms are maxima, margins are joined. What the parts disagree about
/// is an obstacle, as it would be within one pass.
/// </summary>
internal static class MeasurementMerge
{
    /// <exception cref="ArgumentException">There are no samples, or the parts were measured with different weights.</exception>
    public static SampleMeasurement Merge(IReadOnlyList<SampleMeasurement> parts, double marginCost)
    {
        if (parts.Any(part => !part.Weights.Equals(parts[0].Weights))) throw new ArgumentException("The shares were measured with different weights.");
        var measured = parts.Where(part => part.Samples > 0).ToList();
        if (measured.Count == 0) throw new ArgumentException("There are no samples to measure.");
        var obstacles = measured.SelectMany(part => part.Obstacles).ToList();
        var problem = measured.Select(part => part.MarginProblem).FirstOrDefault(reason => reason is not null);
        var whole = new SampleMeasurement
        {
            Samples = measured.Sum(part => part.Samples),
            InputNorm = measured.Max(part => part.InputNorm),
            Layers = MergeLayers(measured, obstacles),
            Obstacles = [.. obstacles.Distinct(StringComparer.Ordinal)],
            MarginProblem = problem,
            Classes = measured[0].Classes,
            Margins = problem is null ? [.. measured.SelectMany(part => part.Margins).Order()] : [],
            RelativeMargins = problem is null ? [.. measured.SelectMany(part => part.RelativeMargins)] : [],
            Weights = measured[0].Weights,
        };
        return whole.WithMargins(marginCost);
    }

    private static List<ObservedLayer> MergeLayers(List<SampleMeasurement> parts, List<string> obstacles)
    {
        var layers = parts[0].Layers.ToList();
        foreach (var part in parts.Skip(1))
        {
            if (!part.Layers.Select(layer => layer.Name).SequenceEqual(layers.Select(layer => layer.Name), StringComparer.Ordinal))
            {
                obstacles.Add("the shares of samples pass the layers in different orders");
                continue;
            }

            for (var index = 0; index < layers.Count; index++) layers[index] = MergeLayer(layers[index], part.Layers[index], obstacles);
        }

        // The ranks of a sum are found once, at its end.
        return [.. layers.Select(layer => layer with { Activations = layer.Gram?.ComputeRanks() })];
    }

    private static ObservedLayer MergeLayer(ObservedLayer one, ObservedLayer other, List<string> obstacles)
    {
        var agree = one.FollowedBy == other.FollowedBy && one.Lipschitz.Equals(other.Lipschitz);
        if (!agree)
            obstacles.Add(
                $"the operation after '{one.Name}' is {one.FollowedBy ?? "unknown"} in one share of samples and {other.FollowedBy ?? "unknown"} in another");
        return one with
        {
            // A norm that is NaN stays NaN.
            ActivationNorm = Math.Max(one.ActivationNorm, other.ActivationNorm),
            SpatialWidth = Math.Max(one.SpatialWidth, other.SpatialWidth),
            FollowedBy = agree ? one.FollowedBy : null,
            Lipschitz = agree ? one.Lipschitz : null,
            Gram = one.Gram is { } gram && other.Gram is { } second ? gram.Add(second) : null,
        };
    }
}
