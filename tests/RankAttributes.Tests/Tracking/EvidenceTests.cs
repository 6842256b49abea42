using RankAttributes.Tracking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>A certificate rests on everything that was measured, and on nothing that the measurement contradicts.</summary>
public class EvidenceTests
{
    [Fact]
    public void What_stands_between_layers_is_checked_in_every_batch_and_every_sample()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Changing();
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 10 });
        var batches = Networks.Batches(model, 3, 400, 12);

        // After the first batch, and among its samples after the first 256.
        foreach (var (batch, from) in new[] { (1, 0), (0, 300) })
        {
            (model.Batch, model.ChangesAt, model.ChangesFrom) = (0, batch, from);
            Assert.Contains(
                tracker.Measure(batches)!.Obstacles, obstacle =>
                    obstacle.Contains("'a'", StringComparison.Ordinal) && obstacle.Contains("relu", StringComparison.Ordinal));
            Assert.Null(tracker.Certify().ErrorBound);
        }

        (model.Batch, model.ChangesAt) = (0, 99);
        Assert.Empty(tracker.Measure(batches)!.Obstacles);
    }

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(40.0, false)]
    public void A_stated_chain_that_the_activations_contradict_is_refused(double factor, bool isKept)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Changing { ChangesAt = 0, Factor = factor };
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 10, ActivationLipschitz = 1 });
        tracker.Measure(Networks.Batches(model, 2, 300, 12));

        var certification = tracker.Certify();

        Assert.Equal(isKept, certification.ErrorBound is not null);
        if (!isKept)
            Assert.Contains(
                certification.Obstacles, obstacle =>
                    obstacle.Contains("contradict", StringComparison.Ordinal) && obstacle.Contains("'b'", StringComparison.Ordinal));
        Assert.Equal(isKept, tracker.Snapshot(new TrainingProgress(1))[BoundKind.Certificate] is not null);
    }

    [Fact]
    public void Margins_beyond_what_the_chain_can_give_are_refused()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Changing();
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 10, ActivationLipschitz = 1 });

        // The logits are scaled outside of the model.
        tracker.Measure(Networks.Batches(model, 2, 300, 12), forward: x => model.call(x) * 1000);

        Assert.Contains(
            tracker.Certify().Obstacles, obstacle =>
                obstacle.Contains("margin", StringComparison.Ordinal) && obstacle.Contains("contradict", StringComparison.Ordinal));
    }

    [Fact]
    public void What_changes_in_a_later_batch_is_named_with_its_batch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Changing { Factor = 0, ChangesAt = 1 };
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 10 });
        var batches = Networks.Batches(model, 2, 300, 12);
        model.Batch = 0;
        Assert.Contains(tracker.Measure(batches)!.Obstacles, obstacle => obstacle.Contains("batch 2", StringComparison.Ordinal));
    }

    /// <summary>relu between two layers, and something else from a batch and a sample on.</summary>
    private sealed class Changing : Module<Tensor, Tensor>
    {
        private readonly Linear a = Linear(12, 16);
        private readonly Linear b = Linear(16, 3);

        public Changing()
            : base(nameof(Changing)) => RegisterComponents();

        public int Batch { get; set; }

        public int ChangesAt { get; set; } = 99;

        public int ChangesFrom { get; set; }

        public double Factor { get; init; } = 40;

        public override Tensor forward(Tensor x)
        {
            var hidden = functional.relu(a.call(x));
            if (Batch++ >= ChangesAt) hidden = cat([hidden.narrow(0, 0, ChangesFrom), hidden.narrow(0, ChangesFrom, hidden.shape[0] - ChangesFrom) * Factor]);
            return b.call(hidden);
        }
    }
}
