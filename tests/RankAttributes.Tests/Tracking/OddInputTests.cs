using RankAttributes.Tracking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>One odd weight, batch, sink or listener never takes the others with it, and is named in words.</summary>
public class OddInputTests
{
    public static TheoryData<string, string> Weights => new()
    {
        { "empty", "is empty (0 × 5)" }, { "int8", "holds integers (Int8)" }, { "complex", "holds complex numbers (ComplexFloat32)" },
            { "meta", "meta device" }, { "nan", "NaN or infinity" },
    };

    [Theory]
    [MemberData(nameof(Weights))]
    public void One_odd_weight_leaves_the_others_measured(string kind, string words)
    {
        using var scope = NewDisposeScope();
        using var model = new WithOdd(Odd(kind));
        using var tracker = new BoundTracker(model, new TrackingOptions { Samples = 100 });

        var snapshot = tracker.Snapshot(new TrainingProgress(1));

        var odd = Assert.Single(snapshot.Layers, layer => layer.Name == "odd");
        Assert.Contains("'odd'", odd.Problem, StringComparison.Ordinal);
        Assert.Contains(words, odd.Problem, StringComparison.Ordinal);
        var fine = Assert.Single(snapshot.Layers, layer => layer.Name == "fc.weight");
        Assert.Equal(Spectrum.Of(model.get_parameter("fc.weight")!).StableRank, fine.StableRank!.Value, 1e-12);
        Assert.Contains(tracker.EstimateSpectralNorms(), estimate => estimate.Name == "fc.weight" && estimate.SpectralNorm > 0);
        Assert.Null(tracker.Certify().ErrorBound);
        Assert.NotNull(tracker.Measure([(randn(4, 6), zeros(4, ScalarType.Int64))], forward: x => model.call(x)));
    }

    [Fact]
    public void Weights_near_the_largest_double_are_measured()
    {
        using var scope = NewDisposeScope();
        using var model = new WithOdd(full([3, 3], 1e307, ScalarType.Float64));
        using var tracker = new BoundTracker(model, new TrackingOptions { Samples = 100 });
        var snapshot = tracker.Snapshot(new TrainingProgress(1));
        Assert.Equal(3e307, Assert.Single(snapshot.Layers, layer => layer.Name == "odd").SpectralNorm!.Value, 1e300);
        Assert.All(snapshot.Bounds, bound => Assert.False(double.IsNaN(bound.Gap!.Value)));

        using var beyond = new WithOdd(full([30, 30], 1e308, ScalarType.Float64));
        using var other = new BoundTracker(beyond);
        Assert.Contains(
            "beyond the range", Assert.Single(other.Snapshot(new TrainingProgress(1)).Layers, layer => layer.Name == "odd").Problem, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Batches => new()
    {
        { "nan", "batch 2: an input holds NaN or infinity" }, { "empty", "batch 2 is empty: its inputs have the shape [0, 12]" },
            { "labels", "The labels of batch 2 have the shape [7]; one label for each of 8 inputs is needed" },
        { "width", "batch 2 (inputs [8, 5], labels [8])" }, { "range", "A label is outside 0..2" },
    };

    [Theory]
    [MemberData(nameof(Batches))]
    public void A_batch_that_cannot_be_measured_is_named_in_words(string kind, string words)
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        var problems = new List<string>();
        using var tracker = new BoundTracker(model, new TrackingOptions { OnProblem = problems.Add });
        var (inputs, labels) = (randn(8, 12), zeros(8, ScalarType.Int64));
        var odd = kind switch
        {
            "nan" => (inputs / 0, labels),
            "empty" => (inputs.narrow(0, 0, 0), labels.narrow(0, 0, 0)),
            "labels" => (inputs, labels.narrow(0, 0, 7)),
            "width" => (inputs.narrow(1, 0, 5), labels),
            _ => (inputs, labels + 3),
        };

        Assert.Null(tracker.Measure([(inputs, labels), odd]));

        var problem = Assert.Single(problems);
        Assert.Contains(words, problem, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', problem);
        Assert.InRange(problem.Length, 1, 500);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Labels_that_are_no_classes_leave_the_margins_out_and_say_what_is_wanted(int columns)
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        var problems = new List<string>();
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 10, OnProblem = problems.Add });

        var measured = tracker.Measure([(randn(8, 12), randn(8, columns))])!;

        Assert.Null(measured.Accuracy);
        Assert.Contains($"[8, {columns}] (Float32)", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains("integers of the shape [8]", problems[0], StringComparison.Ordinal);
        Assert.Contains(tracker.Certify().Obstacles, obstacle => obstacle.Contains("integers of the shape [8]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_null_sink_and_a_listener_that_throws_anything_do_not_stop_training()
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        var heard = 0;
        using var tracker = new BoundTracker(
            model, new TrackingOptions { OnProblem = _ => { heard++; throw new OperationCanceledException(); } }, null!, new Broken());
        tracker.Snapshot(new TrainingProgress(1));
        tracker.Certify();
        Assert.Null(tracker.Measure([]));
        Assert.InRange(heard, 3, 5);

        using var silent = new BoundTracker(model, new TrackingOptions { OnProblem = null! });
        Assert.Null(silent.Measure([]));
    }

    [Fact]
    public void A_step_below_zero_is_refused_where_it_is_given()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingProgress(-1));
        Assert.Contains("at least 0", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingProgress(1) with { Step = -3 });
    }

    private static Tensor Odd(string kind) => kind switch
    {
        "empty" => zeros(0, 5),
        "int8" => ones(3, 3, ScalarType.Int8),
        "complex" => ones(3, 3, ScalarType.ComplexFloat32),
        "meta" => empty(3, 3, device: META),
        _ => full([3, 3], float.NaN),
    };

    private sealed class Broken : ISnapshotSink
    {
        public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history) => throw new OperationCanceledException("stop");

        public void Dispose() => throw new NotSupportedException("never");
    }

    private sealed class WithOdd : Module<Tensor, Tensor>
    {
        private readonly Linear fc = Linear(6, 4);

        public WithOdd(Tensor odd)
            : base(nameof(WithOdd))
        {
            RegisterComponents();
            register_parameter("odd", new Parameter(odd, requires_grad: false));
        }

        public override Tensor forward(Tensor x) => fc.call(x);
    }
}
