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
/// <see cref="LargestLayerCount"/> layer names are reported in the life of a sink, the first that were seen. Measurements are read on the listener's
/// thread; a snapshot is never read in part.
/// </remarks>
public sealed class MetricsSink : ISnapshotSink
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "RankAttributes";

    /// <summary>How many layer names are reported.</summary>
    public const int LargestLayerCount = 256;

    private readonly Meter meter = new(MeterName, typeof(MetricsSink).Assembly.GetName().Version?.ToString(3));
    private readonly HashSet<string> layerNames = new(StringComparer.Ordinal);
    private volatile ReportedSnapshot? last;

    /// <summary>Creates the instruments. They report nothing before the first snapshot.</summary>
    public MetricsSink()
    {
        Training("training.step", "{step}", "The training step of the last snapshot.", snapshot => snapshot.Progress.Step);
        Training("training.epoch", "{epoch}", "The epoch of the last snapshot.", snapshot => snapshot.Progress.Epoch);
        Split("training.loss", null, "The mean loss.", progress => progress.TrainLoss, progress => progress.TestLoss);
        Split("training.accuracy", "1", "The share of samples that are classified correctly.", progress => progress.TrainAccuracy, progress => progress.TestAccuracy);
        Training("training.penalty", null, "The value of the penalty.", snapshot => snapshot.Progress.Penalty);
        Training("training.generalization_gap", "1", "Test error less training error.", snapshot => snapshot.Progress.EmpiricalGap);
        Training("training.margin", null, "The margin that went into the bounds, in units of the logits.", snapshot => snapshot.Margin);
        Bound("bound.gap", "1", "The bound on the generalization gap; from 1 on it says nothing.", bound => bound.Gap);
        Bound("bound.predicted_samples", "{sample}", "The number of samples at which the bound reaches 1.", bound => bound.PredictedSamples);
        AtIndex("layer.effective_rank", "{dimension}", "The p-effective rank at the declared p.", layer => layer.EffectiveRank);
        AtIndex("layer.schatten_power", null, "The sum of the p-th powers of the singular values at the declared p.", layer => layer.SchattenPower);
        Layer("layer.stable_rank", "{dimension}", "The squared Frobenius norm over the squared spectral norm.", layer => layer.StableRank);
        Layer("layer.numerical_rank", "{dimension}", "The numerical rank.", layer => layer.NumericalRank);
        Layer("layer.entropy_rank", "{dimension}", "The exponential of the singular values' entropy.", layer => layer.EntropyRank);
        Layer("layer.spectral_norm", null, "The largest singular value.", layer => layer.SpectralNorm);
        Layer("layer.frobenius_norm", null, "The Frobenius norm.", layer => layer.FrobeniusNorm);
        Layer("layer.operator_norm_bound", null, "A bound on the operator norm.", layer => layer.OperatorNormBound);
        Layer("layer.distance_from_reference", null, "The Frobenius distance from the reference.", layer => layer.DistanceFromReference);
        Layer("layer.best_index", "1", "The Schatten index at which the layer's term of the bound is least.", layer => layer.BestIndex);
        Layer("layer.activation_rank", "{dimension}", "The numerical rank of what enters the layer.", layer => layer.Activations?.Numerical);
        Layer("layer.activation_entropy_rank", "{dimension}", "The entropy rank of what enters the layer.", layer => layer.Activations?.Entropy);
        Layer("layer.activation_stable_rank", "{dimension}", "The stable rank of what enters the layer.", layer => layer.Activations?.Stable);
    }

    /// <inheritdoc/>
    public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var layers = new List<(string, LayerSnapshot)>();
        foreach (var layer in snapshot.Layers)
        {
            var name = Printable.Of(layer.Name);
            if (layerNames.Contains(name) || (layerNames.Count < LargestLayerCount && layerNames.Add(name))) layers.Add((name, layer));
        }

        last = new ReportedSnapshot(snapshot, Printable.Of(snapshot.Model), layers);
    }

    /// <summary>Removes the instruments.</summary>
    public void Dispose() => meter.Dispose();

    private void Training(string name, string? unit, string description, Func<BoundSnapshot, double?> value)
        => Gauge(name, unit, description, reported => [(value(reported.Snapshot), [])]);

    private void Split(string name, string? unit, string description, Func<TrainingProgress, double?> train, Func<TrainingProgress, double?> test)
        => Gauge(name, unit, description, reported => [(train(reported.Snapshot.Progress), [new("split", "train")]), (test(reported.Snapshot.Progress), [new("split", "test")])]);

    private void Bound(string name, string unit, string description, Func<BoundValue, double?> value)
        => Gauge(name, unit, description, reported => reported.Snapshot.Bounds.Select(bound => (value(bound), new Tag[] { new("bound", Printable.Of(bound.Kind)) })));

    private void AtIndex(string name, string? unit, string description, Func<LayerSnapshot, double?> value)
        => Gauge(name, unit, description, reported => reported.Layers.Select(layer => (value(layer.Layer), new Tag[] { new("layer", layer.Name), new("p", layer.Layer.P) })));

    private void Layer(string name, string? unit, string description, Func<LayerSnapshot, double?> value)
        => Gauge(name, unit, description, reported => reported.Layers.Select(layer => (value(layer.Layer), new Tag[] { new("layer", layer.Name) })));

    private void Gauge(string name, string? unit, string description, Func<ReportedSnapshot, IEnumerable<(double? Value, Tag[] Tags)>> read)
        => meter.CreateObservableGauge("rankattributes." + name, () => Measure(read), unit, description);

    private IEnumerable<Measurement<double>> Measure(Func<ReportedSnapshot, IEnumerable<(double? Value, Tag[] Tags)>> read)
        => last is not { } reported ? [] : read(reported)
            .Where(measured => measured.Value is not null)
            .Select(measured => new Measurement<double>(measured.Value!.Value, [new("model", reported.Model), .. measured.Tags]));

    private sealed record ReportedSnapshot(BoundSnapshot Snapshot, string Model, IReadOnlyList<(string Name, LayerSnapshot Layer)> Layers);
}
