namespace RankAttributes.Tracking.Network;

/// <summary>What is missing for a bound, and what its numbers leave out.</summary>
internal static class NetworkNotes
{
    public static IEnumerable<string> Of(MeasuredNetwork network, TrackingOptions options, SampleMeasurement? measurement)
    {
        foreach (var layer in network.Layers)
        {
            if (layer.Problem is { } problem) yield return problem;
        }

        if (network.Samples is null) yield return "the number of training samples is not known, so no gap is computed: set Samples or [TrainingData]";
        if (network.InputNorm is null) yield return "the norm of an input is unknown, so 1 is used; set InputNorm or call Measure";
        if (network.Margin is null)
            yield return measurement is null
                ? "the margin is unknown, so 1 is used; set Margin or call Measure" : "no margin above 0 was measured, so 1 is used";
        if (network.Obstacles.Count > 0)
            yield return $"no certificate is possible, and the rates are extrapolated beyond the theorem: {string.Join("; ", network.Obstacles)}";
        else if (options.InputNorm is null) yield return "no certificate: a bound on the norm of every input must be known beforehand (InputNorm)";
        else if (network.Margin is null) yield return "no certificate: there is no margin";
        else if (network.Samples is null) yield return "no certificate: the number of training samples is not known";
    }
}
