using System.Collections;
using System.Reflection;
using RankAttributes.Tracking;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>A pass over samples sees what it says, and leaves the model as it found it.</summary>
public sealed class MeasureTests
{
    [Fact]
    public void The_bottleneck_rank_is_that_of_the_activations_however_they_are_batched()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Sequential(("a", Linear(12, 30, hasBias: false)), ("b", Linear(30, 5)));
        var inputs = randn(90, 3).matmul(randn(3, 12));
        var labels = zeros(90, ScalarType.Int64);

        var whole = Layers(model, [(inputs, labels)]);
        var parts = Layers(model, [.. inputs.split([40, 30, 20]).Zip(labels.split([40, 30, 20]))]);

        var values = linalg.svdvals(model.children().OfType<Module<Tensor, Tensor>>().First().call(inputs).to_type(ScalarType.Float64)).data<double>()
            .ToArray();
        Assert.Equal([3, 3], whole.Select(layer => layer.Activations!.Numerical));
        Assert.Equal((30, 90), (whole[1].Activations!.Width, whole[1].Activations!.Rows));
        Assert.Equal(values.Sum(value => value * value) / (values[0] * values[0]), whole[1].Activations!.Stable, 1e-6);
        Assert.Equal(
            Math.Exp(-values.Where(value => value > 1e-6).Sum(value => value / values.Sum() * Math.Log(value / values.Sum()))), whole[1].Activations!.Entropy,
                1e-3);
        for (var layer = 0; layer < 2; layer++)
        {
            Assert.Equal(whole[layer].Activations!.Entropy, parts[layer].Activations!.Entropy, 1e-3);
            Assert.Equal(whole[layer].ActivationNorm, parts[layer].ActivationNorm, 1e-4);
        }

        static IReadOnlyList<ObservedLayer> Layers(nn.Module model, IReadOnlyList<(Tensor, Tensor)> batches)
        {
            using var tracker = new BoundTracker(model);
            return tracker.Measure(batches, activationRanks: true)!.Layers;
        }
    }

    [Fact]
    public void Hooks_modes_gradients_and_memory_are_as_before()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var frozen = BatchNorm1d(30);
        using var model = Sequential(("a", Linear(12, 30)), ("norm", frozen), ("b", Linear(30, 5)));
        frozen.eval();
        using var tracker = new BoundTracker(model);
        var (inputs, labels) = (randn(64, 12), zeros(64, ScalarType.Int64));
        var mean = frozen.running_mean!.clone();
        var alive = new List<long>();

        IEnumerable<(Tensor, Tensor)> Batches(int count)
        {
            for (var batch = 0; batch < count; batch++)
            {
                alive.Add(Tensor.TotalCount);
                yield return (inputs, labels);
            }
        }

        tracker.Measure(Batches(2), activationRanks: true);
        var before = Tensor.TotalCount;
        alive.Clear();
        tracker.Measure(Batches(40), activationRanks: true);

        Assert.Equal(before, Tensor.TotalCount);
        Assert.Single(alive.Skip(1).Distinct());
        Assert.Equal([true, false, true], model.children().Select(module => module.training));
        Assert.True(model.training);
        Assert.All(model.children(), module => Assert.Equal(0, Hooks(module)));
        Assert.Equal(0, (mean - frozen.running_mean!).abs().max().item<float>());
        Assert.All(model.parameters(), parameter => Assert.True(parameter.grad is null));
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_pass_that_fails_is_reported_and_leaves_no_hook()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(12, 30)), ("b", Linear(30, 5)));
        var problems = new List<string>();
        using var tracker = new BoundTracker(model, new TrackingOptions { OnProblem = problems.Add });

        Assert.Null(tracker.Measure([(randn(4, 13), zeros(4, ScalarType.Int64))]));
        Assert.Null(tracker.Measure([]));
        Assert.Null(tracker.Measure([(randn(4, 12), full(4, 9, ScalarType.Int64))]));

        Assert.Equal(3, problems.Count);
        Assert.Contains("no samples", problems[1], StringComparison.Ordinal);
        Assert.Contains("outside 0..4", problems[2], StringComparison.Ordinal);
        Assert.All(model.children(), module => Assert.Equal(0, Hooks(module)));
        Assert.True(model.training);
    }

    [Fact]
    public void Layers_come_in_the_order_of_use_and_one_that_calls_forward_is_named_with_the_remedy()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var calls = new Backwards(calls: true);
        using var forwards = new Backwards(calls: false);
        var batches = new[] { (randn(20, 12), zeros(20, ScalarType.Int64)) };
        using var first = new BoundTracker(calls, new TrackingOptions { InputNorm = 9 });
        using var second = new BoundTracker(forwards, new TrackingOptions { InputNorm = 9 });

        var seen = first.Measure(batches)!;
        var unseen = second.Measure(batches)!;

        Assert.Equal(["first.weight", "head.weight"], first.Snapshot(new TrainingProgress(0)).Layers.Select(layer => layer.Name));
        Assert.Equal(["tanh", "nothing"], seen.Layers.Select(layer => layer.FollowedBy));
        Assert.Contains(
            unseen.Obstacles, obstacle =>
                obstacle.Contains("'first' was not seen", StringComparison.Ordinal) && obstacle.Contains("first.call(x)", StringComparison.Ordinal));
        var snapshot = second.Snapshot(new TrainingProgress(0));
        Assert.Null(snapshot[BoundKind.Certificate]);
        Assert.Null(snapshot[BoundKind.DataDependent]);
        Assert.Contains(snapshot.Notes, note => note.Contains("no certificate", StringComparison.Ordinal));
    }

    [Fact]
    public void Layers_whose_forward_is_called_are_seen_where_they_alone_give_the_models_outputs()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var model = new Silent();
        var batches = Networks.Batches(model, 3, 30, 2, 12, 12);
        using var tracker = new BoundTracker(model, new TrackingOptions { Samples = 90, InputNorm = 99 });

        var measured = tracker.Measure(batches, activationRanks: true)!;

        Assert.Empty(measured.Obstacles);
        Assert.Equal(["conv1", "conv2", "fc", "head"], measured.Layers.Select(layer => layer.Name));
        Assert.Equal(["gelu, max pooling 2", "gelu, average pooling 2, flatten", "gelu", "nothing"], measured.Layers.Select(layer => layer.FollowedBy));
        Assert.Equal([90 * 12 * 12, 90 * 6 * 6, 90, 90], measured.Layers.Select(layer => layer.Activations!.Rows));
        using var gradientFree = no_grad();
        var hidden = functional.avg_pool2d(functional.gelu(functional.conv2d(
            functional.max_pool2d(
                functional.gelu(
                    functional.conv2d(
                        cat([.. batches.Select(batch => batch.Inputs)]), model.get_parameter("conv1.weight")!, model.get_parameter("conv1.bias")!,
                            padding: [1, 1])), 2),
            model.get_parameter("conv2.weight")!, model.get_parameter("conv2.bias")!)), 2).flatten(1);
        Assert.Equal(hidden.norm(1).max().item<float>(), measured.Layers[2].ActivationNorm, 1e-4);
        Assert.NotNull(tracker.Snapshot(new TrainingProgress(0))[BoundKind.Certificate]);

        model.Shift = 0.5;
        (Tensor, Tensor)[] changing = [batches[0], (batches[1].Inputs + 100, batches[1].Labels)];
        Assert.Contains("the layers alone, as they are registered, do not give the model's outputs", tracker.Measure(changing)!.Obstacles);

        using var other = new Silent(isResidual: true);
        using var blind = new BoundTracker(other);
        var unseen = blind.Measure(batches)!;
        Assert.Contains(unseen.Obstacles, obstacle => obstacle.Contains("'conv1' was not seen", StringComparison.Ordinal));
        Assert.Empty(unseen.Layers);
    }

    [Fact]
    public void Tokens_are_positions_and_weights_that_two_layers_share_are_no_chain()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var tokens = Sequential(("a", Linear(8, 6)), ("relu", ReLU()), ("flat", Flatten()), ("head", Linear(30, 3)));
        using var tracker = new BoundTracker(tokens, new TrackingOptions { Samples = 20 });
        var inputs = randn(20, 5, 8);
        var measured = tracker.Measure([(inputs, zeros(20, ScalarType.Int64))])!;
        Assert.Equal([5, 1], measured.Layers.Select(layer => layer.SpatialWidth));
        Assert.Equal(inputs.norm(-1).max().item<float>(), measured.Layers[0].ActivationNorm, 1e-4);
        Assert.Equal("relu, flatten", measured.Layers[0].FollowedBy);

        var (first, second) = (Linear(8, 8), Linear(8, 8));
        second.weight = first.weight;
        using var tied = Sequential(("first", first), ("act", ReLU()), ("second", second), ("act2", ReLU()), ("head", Linear(8, 3)));
        using var other = new BoundTracker(tied, new TrackingOptions { InputNorm = 99 });
        Assert.NotEmpty(other.Measure([(randn(20, 8), zeros(20, ScalarType.Int64))])!.Obstacles);
        Assert.Null(other.Certify().ErrorBound);
    }

    [Fact]
    public void A_pass_that_is_cancelled_leaves_no_hook()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(8, 6)));
        using var tracker = new BoundTracker(model);
        static IEnumerable<(Tensor, Tensor)> Cancelled()
        {
            yield return (randn(4, 8), zeros(4, ScalarType.Int64));
            throw new OperationCanceledException();
        }

        Assert.Throws<OperationCanceledException>(() => tracker.Measure(Cancelled()));
        Assert.All(model.children(), module => Assert.Equal(0, Hooks(module)));
        Assert.True(model.training);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_layer_that_is_used_twice_and_a_residual_are_no_chain()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var shared = Linear(8, 8);
        using var twice = Sequential(("a", shared), ("act", ReLU()), ("b", shared), ("head", Linear(8, 3)));
        using var tracker = new BoundTracker(twice);
        var measured = tracker.Measure([(randn(20, 8), zeros(20, ScalarType.Int64))])!;
        Assert.Contains(measured.Obstacles, obstacle => obstacle.Contains("2 times", StringComparison.Ordinal));

        using var scores = Sequential(("a", Linear(8, 3)));
        using var third = new BoundTracker(scores);
        var bent = third.Measure(
            [(randn(20, 8), zeros(20, ScalarType.Int64))], forward: x => functional.elu(functional.log_softmax(scores.call(x), 1), 1, false))!;
        Assert.Contains(bent.Obstacles, obstacle => obstacle.Contains("between 'a' and the output", StringComparison.Ordinal));

        var layer = Linear(8, 8);
        using var head = Linear(8, 3);
        using var residual = Sequential(("a", layer), ("head", head));
        using var other = new BoundTracker(residual);
        var seen = other.Measure([(randn(20, 8), zeros(20, ScalarType.Int64))], forward: x => head.call(x + layer.call(x)))!;
        Assert.Contains(seen.Obstacles, obstacle => obstacle.Contains("between 'a' and 'head'", StringComparison.Ordinal));
    }

    [Fact]
    public void Half_precision_has_norms_beyond_its_range_and_whole_numbers_are_no_chain()
    {
        using var scope = NewDisposeScope();
        using var half = Sequential(("a", Linear(8, 4))).to(ScalarType.BFloat16);
        using var tracker = new BoundTracker(half);
        var measured = tracker.Measure([(full([3, 8], 300.0, ScalarType.BFloat16), zeros(3, ScalarType.Int64))])!;
        Assert.Equal(300 * Math.Sqrt(8), measured.Layers[0].ActivationNorm, 1);

        using var tokens = Sequential(("a", Linear(8, 4)));
        using var other = new BoundTracker(tokens);
        var seen = other.Measure([(ones([3, 8], ScalarType.Int64), zeros(3, ScalarType.Int64))], forward: x => tokens.call(x.to_type(ScalarType.Float32)))!;
        Assert.Contains("the inputs are changed before they enter 'a'", seen.Obstacles);
    }

    private static int Hooks(nn.Module module)
    {
        var type = module.GetType();
        while (!type.Name.StartsWith("HookableModule", StringComparison.Ordinal)) type = type.BaseType!;
        return type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(field => field.GetValue(module)).OfType<IDictionary>()
            .Sum(hooks => hooks.Count);
    }
}
