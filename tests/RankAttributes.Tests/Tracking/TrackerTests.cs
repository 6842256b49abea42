using RankAttributes.LowRank;
using RankAttributes.Tracking;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>What goes wrong while tracking is said, and never thrown into the training loop.</summary>
public sealed class TrackerTests
{
    [Fact]
    public void Weights_that_are_not_finite_are_named_and_leave_the_other_layers_measured()
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        using (no_grad()) model.get_parameter("fc2.weight")![3, 4] = float.NaN;
        using var tracker = new BoundTracker(model);

        var snapshot = tracker.Snapshot(new TrainingProgress(1));

        Assert.Contains("'fc2.weight' holds NaN or infinity", snapshot.Layers[1].Problem, StringComparison.Ordinal);
        Assert.Null(snapshot.Layers[1].SpectralNorm);
        Assert.NotNull(snapshot.Layers[0].SpectralNorm);
        Assert.Empty(snapshot.Bounds);
        Assert.Contains(snapshot.Layers[1].Problem, snapshot.Notes);
        var certification = tracker.Certify();
        Assert.Null(certification.ErrorBound);
        Assert.Contains("fc2.weight", certification.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bias_that_is_not_finite_is_not_taken_for_none()
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        using (no_grad()) model.get_parameter("fc2.bias")![3] = float.PositiveInfinity;
        using var tracker = new BoundTracker(model);
        var snapshot = tracker.Snapshot(new TrainingProgress(1));
        Assert.Equal("the bias of 'fc2' holds NaN or infinity", snapshot.Layers[1].Problem);
        Assert.Empty(snapshot.Bounds);
    }

    [Fact]
    public void A_model_without_weights_and_one_of_zeros_have_snapshots()
    {
        using var scope = NewDisposeScope();
        using var empty = Sequential(("act", ReLU()));
        using var tracker = new BoundTracker(empty, new TrackingOptions { Samples = 10 });
        Assert.Contains(tracker.Snapshot(new TrainingProgress(1)).Notes, note => note.Contains("no weight matrix", StringComparison.Ordinal));
        Assert.Contains("no weight matrix", tracker.Certify().Sentence, StringComparison.Ordinal);
        Assert.Empty(tracker.EstimateSpectralNorms());

        using var zero = Linear(4, 3);
        using (no_grad()) zero.weight.zero_();
        using var other = new BoundTracker(zero, new TrackingOptions { Samples = 10 });
        var layer = Assert.Single(other.Snapshot(new TrainingProgress(1)).Layers);
        Assert.Equal((0.0, 0.0, 0), (layer.SpectralNorm!.Value, layer.EffectiveRank!.Value, layer.NumericalRank!.Value));
        Assert.Equal(0, Assert.Single(other.EstimateSpectralNorms()).SpectralNorm);
    }

    [Fact]
    public void A_model_whose_layers_change_between_snapshots_is_read_anew()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new TrackedMlp();
        using (no_grad()) model.get_parameter("fc1.weight")!.copy_(randn(20, 2).matmul(randn(2, 12)));
        using var tracker = new BoundTracker(model, new TrackingOptions { Reference = model, SpectralNormInterval = 1 });
        tracker.Measure(Networks.Batches(model, 1, 40, 12));
        tracker.Snapshot(new TrainingProgress(1));
        tracker.EstimateSpectralNorms();

        model.Factorize(1e-4);
        var snapshot = tracker.Snapshot(new TrainingProgress(2));

        Assert.Equal(["fc1.down.weight", "fc1.up.weight", "fc2.weight", "head.weight"], snapshot.Layers.Select(layer => layer.Name));
        Assert.Null(snapshot.Layers[0].DistanceFromReference);
        Assert.Contains(snapshot.Notes, note => note.Contains("'fc1.down' is not among the layers that were measured", StringComparison.Ordinal));
        Assert.Equal(["fc1.down.weight", "fc1.up.weight", "fc2.weight", "head.weight"], tracker.EstimateSpectralNorms().Select(norm => norm.Name));
    }

    [Fact]
    public void A_sink_that_fails_is_reported_once_and_the_others_get_everything()
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        var problems = new List<string>();
        var kept = new KeptSink();
        void Hear(string problem)
        {
            problems.Add(problem);
            throw new InvalidOperationException("deaf");
        }

        var tracker = new BoundTracker(model, new TrackingOptions { OnProblem = Hear }, new FailingSink(), kept);

        tracker.Snapshot(new TrainingProgress(1));
        tracker.Snapshot(new TrainingProgress(2));
        tracker.Certify();
        tracker.Dispose();

        Assert.Equal([1, 2], kept.Snapshots.Select(snapshot => snapshot.Progress.Step));
        Assert.NotNull(kept.Certification);
        Assert.True(kept.IsDisposed);
        Assert.Equal(["FailingSink: the disk is full"], problems.Where(problem => !problem.Contains("rank budget", StringComparison.Ordinal)));
        Assert.Throws<ObjectDisposedException>(() => tracker.Snapshot(new TrainingProgress(3)));
    }

    [Fact]
    public void A_run_goes_on_where_its_sink_left_it_and_repeated_steps_take_the_place_of_the_old_ones()
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        var kept =
            new KeptSink { Earlier = [
                .. new long[] { 10, 20, 30 }.Select(step => new BoundSnapshot { Progress = new TrainingProgress(step) { TrainLoss = 1 } })] };
        using var tracker = new BoundTracker(model, null, kept);

        tracker.Snapshot(new TrainingProgress(20) { TrainLoss = 2 });

        Assert.Equal([(10L, 1.0), (20, 2)], tracker.History.Select(snapshot => (snapshot.Progress.Step, snapshot.Progress.TrainLoss!.Value)));
        Assert.Equal([10, 20], kept.Steps);
    }

    [Fact]
    public void Only_the_newest_snapshot_keeps_whole_spectra()
    {
        using var scope = NewDisposeScope();
        using var model = new TrackedMlp();
        using var tracker = new BoundTracker(model);
        for (var step = 0; step < 3; step++) tracker.Snapshot(new TrainingProgress(step));
        Assert.Equal([0, 0, 12], tracker.History.Select(snapshot => snapshot.Layers[0].SingularValues.Count));
        Assert.Equal([12, 12, 12], tracker.History.Select(snapshot => snapshot.Layers[0].Spectrum.Count));
    }

    [Fact]
    public void A_snapshot_leaves_no_tensor_behind()
    {
        using var model = new TrackedMlp();
        using var tracker = new BoundTracker(model, new TrackingOptions { Reference = model });
        tracker.Snapshot(new TrainingProgress(0));
        tracker.EstimateSpectralNorms();
        var before = Tensor.TotalCount;
        for (var step = 1; step < 50; step++)
        {
            tracker.Snapshot(new TrainingProgress(step));
            tracker.EstimateSpectralNorms();
        }

        // Other tests' finalizers may take away some meanwhile.
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    private sealed class KeptSink : ISnapshotSink
    {
        public IReadOnlyList<BoundSnapshot> Earlier { get; init; } = [];

        public List<BoundSnapshot> Snapshots { get; } = [];

        public IReadOnlyList<long> Steps { get; private set; } = [];

        public Certification? Certification { get; private set; }

        public bool IsDisposed { get; private set; }

        public IReadOnlyList<BoundSnapshot> Open() => Earlier;

        public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
        {
            Snapshots.Add(snapshot);
            Steps = [.. history.Select(item => item.Progress.Step)];
        }

        public void Write(Certification certification, IReadOnlyList<BoundSnapshot> history) => Certification = certification;

        public void Dispose() => IsDisposed = true;
    }

    private sealed class FailingSink : ISnapshotSink
    {
        public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history) => throw new IOException("the disk is full");

        public void Dispose()
        {
        }
    }
}
