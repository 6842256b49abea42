using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>What a scrape and a listener see.</summary>
public class MetricsSinkTests
{
    [Fact]
    public async Task A_Prometheus_scrape_through_OpenTelemetry_shows_the_last_snapshot()
    {
        var port = FreePort();
        using var provider = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .AddMeter(MetricsSink.MeterName)
            .AddPrometheusHttpListener(options => (options.Host, options.Port) = ("localhost", port))
            .Build();
        using var sink = new MetricsSink();
        using var client = new HttpClient();
        sink.Write(Snapshots.At(1));
        sink.Write(Snapshots.At(20, layers: 2) with { Model = "Mlp \"x\"" });

        var scrape = await client.GetStringAsync(new Uri($"http://localhost:{port}/metrics"));
        (string Name, string[] Labels, double Value)[] expected =
        [
            ("rankattributes_training_step", [], 20),
            ("rankattributes_training_epoch", [], 20),
            ("rankattributes_training_loss", ["split=\"train\""], 1.0 / 21),
            ("rankattributes_training_loss", ["split=\"test\""], 0.25),
            ("rankattributes_training_accuracy", ["split=\"test\""], 0.5),
            ("rankattributes_training_generalization_gap", [], 0.25),
            ("rankattributes_training_penalty", [], 3),
            ("rankattributes_training_margin", [], 1.5),
            ("rankattributes_bound_gap", ["bound=\"norm_based\""], 2.5),
            ("rankattributes_bound_gap", ["bound=\"certificate\""], 1),
            ("rankattributes_bound_predicted_samples", ["bound=\"norm_based\""], 375_000),
            ("rankattributes_layer_effective_rank", ["layer=\"fc2.weight\"", "p=\"0.5\""], 10),
            ("rankattributes_layer_schatten_power", ["layer=\"fc1.weight\"", "p=\"0.5\""], 20),
            ("rankattributes_layer_stable_rank", ["layer=\"fc1.weight\""], 25.0 / 16),
            ("rankattributes_layer_numerical_rank", ["layer=\"fc1.weight\""], 512),
            ("rankattributes_layer_entropy_rank", ["layer=\"fc1.weight\""], 7.5),
            ("rankattributes_layer_spectral_norm", ["layer=\"fc1.weight\""], 4),
            ("rankattributes_layer_frobenius_norm", ["layer=\"fc1.weight\""], 5),
            ("rankattributes_layer_operator_norm_bound", ["layer=\"fc1.weight\""], 12),
            ("rankattributes_layer_distance_from_reference", ["layer=\"fc1.weight\""], 0.125),
            ("rankattributes_layer_best_index", ["layer=\"fc1.weight\""], 0.25),
            ("rankattributes_layer_activation_rank", ["layer=\"fc1.weight\""], 700),
            ("rankattributes_layer_activation_entropy_rank", ["layer=\"fc1.weight\""], 32.5),
            ("rankattributes_layer_activation_stable_rank", ["layer=\"fc1.weight\""], 2.25),
        ];
        var lines = scrape.Split('\n');
        foreach (var (name, labels, value) in expected)
        {
            var line = Assert.Single(
                lines, line =>
                    line.StartsWith(name + "{", StringComparison.Ordinal)
                        && labels.Append("model=\"Mlp \\\"x\\\"\"").All(label => line.Contains(label, StringComparison.Ordinal)));
            Assert.Equal(value, double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture), 1e-12);
        }

        Assert.Contains("# HELP rankattributes_layer_effective_rank Σ(σᵢ/σ₁)^p at the declared p; what a rank budget limits.", lines);
        Assert.Contains("# TYPE rankattributes_layer_effective_rank gauge", lines);
    }

    [Fact]
    public void What_is_not_known_is_not_reported_and_nothing_before_the_first_snapshot()
    {
        using var listener = new Listener();
        using var sink = new MetricsSink();
        Assert.Empty(listener.Read());
        sink.Write(
            new BoundSnapshot { Model = "m", Progress = new TrainingProgress(3) { TrainLoss = double.NaN },
                Layers = [new LayerSnapshot("w", 1, 1) { Problem = "NaN" }] });
        Assert.Equal(
            ["rankattributes.training.loss NaN model=m split=train", "rankattributes.training.step 3 model=m"], listener.Read().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Instruments_go_with_the_sink()
    {
        using var listener = new Listener();
        var sink = new MetricsSink();
        sink.Write(Snapshots.At(1));
        Assert.Equal(24, listener.Instruments.Count);
        Assert.All(listener.Instruments, instrument => Assert.Equal(("RankAttributes", true), (instrument.Meter.Name, instrument.Description?.EndsWith('.'))));
        Assert.NotEmpty(listener.Read());

        sink.Dispose();
        Assert.Empty(listener.Instruments);
        Assert.Empty(listener.Read());
    }

    [Fact]
    public void Every_instrument_is_documented_with_its_unit()
    {
        using var listener = new Listener();
        using var sink = new MetricsSink();
        var page = File.ReadAllText(Page());
        Assert.All(listener.Instruments, instrument => Assert.Contains(
            $"| `{instrument.Name}` | {(instrument.Unit is { } unit ? $"`{unit}` " : "")}|", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_number_of_layer_names_is_bounded_even_when_they_change()
    {
        using var listener = new Listener();
        using var sink = new MetricsSink();
        var seen = new HashSet<string>();
        for (var step = 0; step < 20; step++)
        {
            sink.Write(
                Snapshots.At(
                    step) with { Layers = [
                        Snapshots.Layer("stays"), .. Enumerable.Range(0, 50).Select(number => Snapshots.Layer($"{step}.{number}\n{new string('x', 1000)}"))] });
            var reported = listener.Read().Where(measurement => measurement.StartsWith("rankattributes.layer.stable_rank", StringComparison.Ordinal)).ToList();
            Assert.Contains(reported, measurement => measurement.Contains("layer=stays", StringComparison.Ordinal));
            seen.UnionWith(reported);
        }

        Assert.Equal(MetricsSink.MaxLayers, seen.Count);
        Assert.All(seen, measurement => Assert.True(measurement.Length < 300 && !measurement.Contains('\n')));
    }

    private static string Page([CallerFilePath] string path = "")
        => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "..", "docs", "how-to", "log-a-run.md");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Listener : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly List<string> measurements = [];

        public Listener()
        {
            listener.InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Name != MetricsSink.MeterName) return;
                Instruments.Add(instrument);
                all.EnableMeasurementEvents(instrument);
            };
            listener.MeasurementsCompleted = (instrument, _) => Instruments.Remove(instrument);
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
                measurements.Add(
                    FormattableString.Invariant($"{instrument.Name} {value} ") + string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
            listener.Start();
        }

        public List<Instrument> Instruments { get; } = [];

        public IReadOnlyList<string> Read()
        {
            measurements.Clear();
            listener.RecordObservableInstruments();
            return [.. measurements];
        }

        public void Dispose() => listener.Dispose();
    }
}
