using System.Collections;

namespace RankAttributes.Tracking.Network;

/// <summary>The layers of a model in the order in which samples pass them, with what follows each, as far as that was observed or stated.</summary>
internal sealed class NetworkOrder : IEnumerable<(LiveLayer Layer, ObservedLayer? Observed, double Lipschitz)>
{
    private readonly List<(LiveLayer Layer, ObservedLayer? Observed, double Lipschitz)> ordered = [];

    public NetworkOrder(IReadOnlyList<LiveLayer> layers, SampleMeasurement? measurement, double? stated)
    {
        var observed = measurement?.Layers.Select((layer, place) => (layer, place)).ToDictionary(item => item.layer.Name, StringComparer.Ordinal) ?? [];
        var last = layers.Count - 1;
        foreach (var (layer, index) in layers.Select((layer, index) => (layer, index)))
        {
            var seen = observed.GetValueOrDefault(layer.Module).layer;
            ordered.Add((layer, seen, stated is { } lipschitz ? (index == last ? 1 : lipschitz) : seen?.Lipschitz ?? 1));
        }

        // Stated: as registered. Else as observed, and what was not observed stays behind its predecessor.
        if (stated is null && observed.Count > 0)
        {
            var place = -1;
            var places = ordered.Select(item => place = item.Observed is { } seen ? observed[seen.Name].place : place).ToArray();
            ordered = [.. ordered.Zip(places).OrderBy(item => item.Second).Select(item => item.First)];
        }

        Obstacles = [.. Missing(layers, measurement, stated)];
    }

    /// <summary>Why the model is not known to be a chain of matrices with Lipschitz functions between them.</summary>
    public IReadOnlyList<string> Obstacles { get; }

    public IEnumerator<(LiveLayer Layer, ObservedLayer? Observed, double Lipschitz)> GetEnumerator() => ordered.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IEnumerable<string> Missing(IReadOnlyList<LiveLayer> layers, SampleMeasurement? measurement, double? stated)
    {
        if (layers.Count == 0) yield return "the model has no weight matrix";
        foreach (var layer in layers)
        {
            if (layer.Obstacle is { } obstacle) yield return $"'{layer.Name}' is {obstacle}";
        }

        if (stated is not null) yield break;
        if (measurement is null)
            yield return "the operations between the layers are not known: call Measure with training samples, or state ActivationLipschitz";
        foreach (var obstacle in measurement?.Obstacles ?? []) yield return obstacle;
        if (measurement is not { Obstacles.Count: 0 }) yield break;
        foreach (var module in layers.Select(layer => layer.Module).Except(measurement.Layers.Select(seen => seen.Name)))
            yield return $"'{module}' is not among the layers that were measured: call Measure again";
    }
}
