using RankAttributes.Tracking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>What cutting would save is exact; what it would cost is close to what cutting costs.</summary>
public class CompressionEstimateTests
{
    [Fact]
    public void The_predicted_cost_is_near_the_cost_of_cutting()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = Sequential(("fc1", Linear(40, 96)), ("relu1", ReLU()), ("fc2", Linear(96, 96)), ("relu2", ReLU()), ("head", Linear(96, 10)));
        var (inputs, labels) = Train(model);
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 100 });
        var accuracy = tracker.Measure([(inputs, labels)])!.Accuracy!.Value;

        var estimates = tracker.Snapshot(new TrainingProgress(1) { Epoch = 1, TrainAccuracy = accuracy, TestAccuracy = accuracy }).Compression;

        Assert.Equal([1, 2, 4, 8, 16, 32], estimates.Select(estimate => estimate.Rank));
        Assert.Equal(estimates.Select(estimate => estimate.AccuracyChange).Order(), estimates.Select(estimate => estimate.AccuracyChange));
        foreach (var estimate in estimates)
        {
            var (cut, weights) = Cut(model, estimate.Rank);
            using (cut) Assert.InRange(estimate.AccuracyChange!.Value - (Accuracy(cut, inputs, labels) - accuracy), -0.25, 0.15);
            Assert.Equal(weights, estimate.Parameters);
            Assert.Equal(((40 * 96) + (96 * 96) + (96 * 10)) / (double)weights, estimate.Savings, 1e-12);
        }
    }

    [Fact]
    public void Cutting_to_the_rank_that_a_model_has_costs_nothing()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var full = Sequential(("fc1", Linear(40, 96)), ("relu1", ReLU()), ("fc2", Linear(96, 96)), ("relu2", ReLU()), ("head", Linear(96, 10)));
        using var model = Cut(full, 4).Model;
        using var tracker = new BoundTracker(model, new TrackingOptions { InputNorm = 100 });
        var inputs = randn(500, 40);
        tracker.Measure([(inputs, model.call(inputs).argmax(1))]);

        var estimate = Assert.Single(tracker.Snapshot(new TrainingProgress(1)).Compression, estimate => estimate.Rank == 4);

        Assert.Equal(1, estimate.EnergyKept, 1e-6);
        Assert.InRange(estimate.AccuracyChange!.Value, -0.002, 0);
        Assert.True(estimate.IsCheap);
    }

    private static (Tensor Inputs, Tensor Labels) Train(Module<Tensor, Tensor> model)
    {
        using var teacher = Sequential(("a", Linear(40, 24)), ("r", Tanh()), ("b", Linear(24, 10)));
        using (no_grad()) foreach (var parameter in teacher.parameters()) parameter.mul_(3);
        var inputs = randn(3000, 40);
        var labels = teacher.call(inputs).argmax(1).detach();
        using var optimizer = optim.Adam(model.parameters(), 2e-3, weight_decay: 1e-4);
        for (var step = 0; step < 250; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            functional.cross_entropy(model.call(inputs), labels).backward();
            optimizer.step();
        }

        return (inputs, labels);
    }

    private static (Module<Tensor, Tensor> Model, long Weights) Cut(Sequential model, int rank)
    {
        var weights = 0L;
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        foreach (var (name, layer) in model.named_children())
        {
            if (layer is not Linear linear)
            {
                layers.Add((name, ReLU()));
                continue;
            }

            var copy = Linear(linear.in_features, linear.out_features);
            using var gradientFree = no_grad();
            copy.bias!.copy_(linear.bias!);
            var (u, s, v) = linalg.svd(linear.weight.to_type(ScalarType.Float64), false);
            var saves = rank * (linear.in_features + linear.out_features) < linear.weight.numel();
            if (saves) s[TensorIndex.Slice(rank, null)] = 0;
            copy.weight.copy_(u.matmul(diag(s)).matmul(v));
            weights += saves ? rank * (linear.in_features + linear.out_features) : linear.weight.numel();
            layers.Add((name, copy));
        }

        return (Sequential(layers), weights);
    }

    private static double Accuracy(Module<Tensor, Tensor> model, Tensor inputs, Tensor labels)
        => model.call(inputs).argmax(1).eq(labels).to_type(ScalarType.Float64).mean().item<double>();
}
