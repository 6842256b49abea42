using CsCheck;
using RankAttributes.Tracking;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Tracking;

/// <summary>Samples that several processes measure in shares give what one pass over all of them gives.</summary>
public class SampleShareTests
{
    private const int Rows = 90;

    [Fact]
    public void Shares_merge_to_the_measurement_of_all_samples()
        => Gen.Select(Gen.Int[0, 1000], Gen.Int[1, Rows - 1].Array[0, 4]).Sample(
            (seed, cuts) =>
            {
                using var scope = NewDisposeScope();
                var (model, x, y) = Classifier(seed);
                long[] edges = [0, .. cuts.Select(cut => (long)cut).Order(), Rows];
                var shares = edges.Zip(edges.Skip(1))
                    .Select(edge => Share(model, x.narrow(0, edge.First, edge.Second - edge.First), y.narrow(0, edge.First, edge.Second - edge.First)));
                using var tracker = new BoundTracker(model);
                var whole = tracker.Measure([(x, y)], activationRanks: true)!;
                var merged = tracker.MergeShares([.. shares])!;

                // Products of other shapes round differently.
                Assert.Equal((whole.Samples, whole.Accuracy, whole.InputNorm), (merged.Samples, merged.Accuracy, merged.InputNorm));
                Assert.Equal(whole.Margin ?? 0, merged.Margin ?? 0, 1e-6);
                Assert.All(whole.Margins.Zip(merged.Margins), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
                Assert.Equal(whole.Obstacles, merged.Obstacles);
                Assert.Equal(
                    whole.Layers.Select(layer => (layer.Name, layer.FollowedBy, layer.Lipschitz)),
                        merged.Layers.Select(layer => (layer.Name, layer.FollowedBy, layer.Lipschitz)));
                Assert.All(whole.Layers.Zip(merged.Layers), pair => Assert.Equal(pair.First.ActivationNorm, pair.Second.ActivationNorm, 1e-6));
                Assert.All(whole.Layers.Zip(merged.Layers), pair => Assert.Equal(pair.First.Activations!.Entropy, pair.Second.Activations!.Entropy, 1e-6));
            },
            iter: 20,
            threads: 1);

    [Fact]
    public void Shares_of_different_weights_are_refused()
    {
        using var scope = NewDisposeScope();
        var (model, x, y) = Classifier(1);
        var before = Share(model, x, y);
        using (no_grad()) model.parameters().First().add_(1e-3f);
        var problems = new List<string>();
        using var tracker = new BoundTracker(model, new TrackingOptions { OnProblem = problems.Add });

        Assert.Null(tracker.MergeShares([before, Share(model, x, y)]));
        Assert.EndsWith("The shares were measured with different weights", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        using var scope = NewDisposeScope();
        var (model, x, y) = Classifier(1);
        var bytes = SampleShare.Measure(model, [(x, y)], activationRanks: true).ToBytes();
        for (var length = 0; length < bytes.Length; length += 7) Assert.Throws<InvalidDataException>(() => SampleShare.FromBytes(bytes[..length]));
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample((place, value) =>
        {
            var changed = bytes.ToArray();
            changed[place] = value;
            Assert.Null(Record.Exception(() => SampleShare.FromBytes(changed)) is InvalidDataException or null ? null : "another exception");
        });
    }

    /// <summary>One share, sent and received; a share of no rows has no batch.</summary>
    private static SampleShare Share(nn.Module model, Tensor x, Tensor y)
        => SampleShare.FromBytes(SampleShare.Measure(model, x.shape[0] == 0 ? [] : [(x, y)], activationRanks: true).ToBytes());

    private static (nn.Module<Tensor, Tensor> Model, Tensor X, Tensor Y) Classifier(int seed)
    {
        manual_seed(seed);
        return (nn.Sequential(("fc1", nn.Linear(12, 16)), ("act", nn.ReLU()), ("fc2", nn.Linear(16, 4))), randn(Rows, 12), randint(4, Rows));
    }
}
