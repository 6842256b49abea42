using System.Diagnostics.Metrics;
using RankAttributes.Tracking.Sinks;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace RankAttributes.Tracking;

/// <summary>
/// Shows the last snapshot as observable gauges of the meter <see cref="MeterName"/>, for OpenTelemetry, <c>dotnet-counters</c> and whatever else
/// listens to <c>System.Diagnostics.Metrics</c>.
/// </summary>
/// <remarks>
/// The instruments are there from the first snapshot's values until the sink is disposed. A value that is not known is not reported. At most
/// 256 layer names are reported in the life of a sink, the first that were seen. Measurements are read on the listener's
/// thread; a snapshot is never read in part.
/// </remarks>
public sealed class MetricsSink : ISnapshotSink
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "RankAttributes";

    /// <summary>How many layer names are reported.</summary>
    internal const int MaxLayers = 256;

    private readonly Meter meter = new(MeterName, typeof(MetricsSink).Assembly.GetName().Version?.ToString(3));
    private readonly HashSet<string> layerNames = new(StringComparer.Ordinal);
    private volatile ReportedSnapshot? last;

    /// <summary>Creates the instruments. They report nothing before the first snapshot.</summary>
    public MetricsSink()
    {
        foreach (var instrument in RunMeasure.All.Where(measure => measure.Instrument is not null).GroupBy(measure => measure.Instrument)) Run([.. instrument]);
        Bound("bound.gap", "1", "The bound on the generalization gap; a value of 1 or more says nothing.", bound => bound.Gap);
        Bound("bound.predicted_samples", "{sample}", "The number of samples at which the bound reaches 1.", bound => bound.PredictedSamples);
        foreach (var measure in LayerMeasure.All) Layer(measure);
    }

    /// <inheritdoc/>
    public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var layers = new List<(string, LayerSnapshot)>();
        foreach (var layer in snapshot.Layers)
        {
            var name = Printable.Of(layer.Name);
            if (layerNames.Contains(name) || (layerNames.Count < MaxLayers && layerNames.Add(name))) layers.Add((name, layer));
        }

        last = new ReportedSnapshot(snapshot, Printable.Of(snapshot.Model), layers);
    }

    /// <summary>Removes the instruments.</summary>
    public void Dispose() => meter.Dispose();

    private void Run(IReadOnlyList<RunMeasure> measures)
        => Gauge(
            measures[0].Instrument!, measures[0].Unit, measures[0].Sentence, reported =>
                measures.Select(measure => (measure.Of(reported.Snapshot), Split(measure))));

    private static Tag[] Split(RunMeasure measure) => measure.Split is { } split ? [new("split", split)] : [];

    private void Bound(string name, string unit, string description, Func<BoundValue, double?> value)
        => Gauge(
            name, unit, description, reported =>
                reported.Snapshot.Bounds.Select(bound => (value(bound), new Tag[] { new("bound", Printable.Of(bound.Kind)) })));

    private void Layer(LayerMeasure measure) => Gauge(
        $"layer.{Printable.SnakeCase(measure.Name)}", measure.Unit, measure.Sentence, reported =>
            reported.Layers.Select(layer => (layer.Layer[measure.Name], Tags(measure, layer.Name, layer.Layer.P))));

    private static Tag[] Tags(LayerMeasure measure, string layer, double p) => measure.DependsOnP ? [new("layer", layer), new("p", p)] : [new("layer", layer)];

    private void Gauge(string name, string? unit, string description, Func<ReportedSnapshot, IEnumerable<(double? Value, Tag[] Tags)>> read)
        => meter.CreateObservableGauge("rankattributes." + name, () => Measure(read), unit, description);

    private IEnumerable<Measurement<double>> Measure(Func<ReportedSnapshot, IEnumerable<(double? Value, Tag[] Tags)>> read)
        => last is not { } reported ? [] : read(reported)
            .Where(measured => measured.Value is not null)
            .Select(measured => new Measurement<double>(measured.Value!.Value, [new("model", reported.Model), .. measured.Tags]));

    private sealed record ReportedSnapshot(BoundSnapshot Snapshot, string Model, IReadOnlyList<(string Name, LayerSnapshot Layer)> Layers);
}
