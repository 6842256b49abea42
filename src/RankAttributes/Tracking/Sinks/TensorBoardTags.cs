namespace RankAttributes.Tracking.Sinks;

/// <summary>What the curves are called: TensorBoard makes a group of all tags with the same first part.</summary>
internal static class TensorBoardTags
{
    /// <summary>The curves of a snapshot; what is not known has none.</summary>
    public static IEnumerable<(string Tag, double Value)> Scalars(BoundSnapshot snapshot)
    {
        var run = RunMeasure.All.Where(measure => measure.Tag is not null).Select(measure => (Tag: measure.Tag!, Value: measure.Of(snapshot)));
        var layers = snapshot.Layers.SelectMany(layer => LayerMeasure.All.Select(measure => (Tag: Tag(measure, NameOf(layer)), Value: layer[measure.Name])));
        return run.Concat(snapshot.Bounds.SelectMany(Bound)).Concat(layers).Where(scalar => scalar.Value is not null)
            .Select(scalar => (scalar.Tag, scalar.Value!.Value));
    }

    /// <summary>The tag of a measure: <c>rank/fc1.weight/effective</c>.</summary>
    public static string Tag(LayerMeasure measure, string layer) => measure.Tag.Replace("/", $"/{layer}/", StringComparison.Ordinal);

    /// <summary>The tag of a weight's histogram.</summary>
    public static string Spectrum(LayerSnapshot layer) => $"singular_values/{NameOf(layer)}";

    private static IEnumerable<(string Tag, double? Value)> Bound(BoundValue bound) =>
    [
        ($"gap/{Printable.Of(bound.Kind)}", bound.Gap),
        ($"predicted_samples/{Printable.Of(bound.Kind)}", bound.PredictedSamples),
    ];

    // A slash in a name would be another group.
    private static string NameOf(LayerSnapshot layer) => Printable.Of(layer.Name).Replace('/', '_').Replace('\\', '_');
}
