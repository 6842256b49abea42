using RankAttributes.Bounds;
using RankAttributes.Tracking;
using RankAttributes.Tracking.Spectra;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>The numbers of a snapshot against the definitions, computed here from the weights and the samples themselves.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Each_weight_of_an_annotated_model_is_measured_with_its_own_index_and_those_without_a_penalty_too()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new TrackedMlp();
        using var tracker = new BoundTracker(model);

        var snapshot = tracker.Snapshot(new TrainingProgress(7) { TrainAccuracy = 0.9, TestAccuracy = 0.8 });

        Assert.Equal(["fc1.weight", "fc2.weight", "head.weight"], snapshot.Layers.Select(layer => layer.Name));
        Assert.Equal([0.5, 1.5, 1], snapshot.Layers.Select(layer => layer.P));
        Assert.Equal([true, true, false], snapshot.Layers.Select(layer => layer.IsRegularized));
        Assert.Equal([4, 4, null], snapshot.Layers.Select(layer => layer.RankBudget));
        Assert.Equal(0.1, snapshot.Progress.EmpiricalGap!.Value, 12);
        Assert.Equal((5_000, 20.0), (snapshot.Samples, snapshot.InputNorm));
        foreach (var layer in snapshot.Layers)
        {
            var weight = model.get_parameter(layer.Name)!.to_type(ScalarType.Float64);
            var values = linalg.svd(weight, false).S.data<double>().ToArray();
            Close(values[0], layer.SpectralNorm);
            Close(Math.Sqrt(values.Sum(value => value * value)), layer.FrobeniusNorm);
            Close(values.Sum(value => Math.Pow(value, layer.P)), layer.SchattenPower);
            Close(values.Sum(value => Math.Pow(value / values[0], layer.P)), layer.EffectiveRank);
            Close(values.Sum(value => value * value) / (values[0] * values[0]), layer.StableRank);
            Close(Math.Exp(-values.Sum(value => value / values.Sum() * Math.Log(value / values.Sum()))), layer.EntropyRank);
            Assert.Equal(values.Length, layer.NumericalRank);
            Assert.Equal(values, layer.Spectrum, (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void The_theorems_are_evaluated_at_the_measured_norms_margins_and_activations()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var model = new TrackedMlp();
        var batches = Networks.Batches(model, 3, 40, 12);
        using var tracker = new BoundTracker(model);
        var measured = tracker.Measure(batches)!;
        var snapshot = tracker.Snapshot(new TrainingProgress(1));

        using var gradientFree = no_grad();
        var x = cat([.. batches.Select(batch => batch.Inputs)]);
        var y = cat([.. batches.Select(batch => batch.Labels)]);
        Tensor Layer(string name, Tensor input) => functional.linear(input, model.get_parameter(name + ".weight")!, model.get_parameter(name + ".bias")!);
        var (h1, h2) = (functional.relu(Layer("fc1", x)), functional.relu(Layer("fc2", functional.relu(Layer("fc1", x)))));
        var activations = new[] { x, h1, h2 }.Select(input => (double)input.norm(1).max().item<float>()).ToArray();
        Assert.Equal(activations, measured.Layers.Select(layer => layer.ActivationNorm), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(["relu", "relu", "nothing"], measured.Layers.Select(layer => layer.FollowedBy));
        Assert.Equal(activations[0], measured.InputNorm, 1e-4);
        Assert.Empty(measured.Obstacles);

        var margin = snapshot.Margin!.Value;
        Assert.Equal(margin, measured.Margin);
        var norms = snapshot.Layers.Select(layer => layer.SpectralNorm!.Value).ToArray();
        double Term(int l, double gamma)
        {
            var layer = snapshot.Layers[l];
            var (p, width) = (layer.P, l == 2 ? 1.0 : layer.Outputs);
            return Math.Pow(gamma, 2 * p / (p + 2)) * Math.Pow(layer.EffectiveRank!.Value * (layer.Outputs + layer.Inputs), 2 / (p + 2)) * Math.Pow(
                width, p / (p + 2));
        }

        var all = 20 / margin * norms[0] * norms[1] * norms[2];
        Close(3 * (Term(0, all) + Term(1, all) + Term(2, all)), snapshot[BoundKind.NormBased]!.PredictedSamples);
        var later = new[] { activations[0] * norms[0] * norms[1] * norms[2], activations[1] * norms[1] * norms[2], activations[2] * norms[2] };
        var expected = 3 * (Term(0, later[0] / margin) + Term(1, later[1] / margin) + Term(2, later[2] / margin));
        Close(expected, snapshot[BoundKind.DataDependent]!.PredictedSamples, 1e-5);
        Close(Math.Sqrt(expected / 5_000), snapshot[BoundKind.DataDependent]!.Gap, 1e-5);
        Assert.True(snapshot[BoundKind.NormBasedBestIndex]!.Gap <= snapshot[BoundKind.NormBased]!.Gap);
        Assert.True(snapshot[BoundKind.DataDependentBestIndex]!.Gap <= snapshot[BoundKind.DataDependent]!.Gap);
        Close(Math.Sqrt(3.0 * ((12 * 20) + (20 * 16) + (16 * 3)) / 5_000), snapshot[BoundKind.ParameterCounting]!.Gap);
        Close(20 / margin * Math.Sqrt(3) * snapshot.Layers.Aggregate(1.0, (product, layer) => product * layer.FrobeniusNorm!.Value) / Math.Sqrt(5_000),
            snapshot[BoundKind.GolowichRakhlinShamir]!.Gap);
        TrainedLayer[] trained = [
            .. snapshot.Layers.Select(
                layer => new TrainedLayer(
                    layer.Outputs, layer.Inputs, layer.SingularValues) { BiasNorm = model.get_parameter(layer.Name.Replace("weight", "bias"))!.norm()
                        .item<float>() })];
        var certificate = GeneralizationCertificate.AfterTraining(
            trained, 5_000, margin, new CertificateOptions { InputNorm = 20, Allocation = EpsilonAllocation.Proportional });
        Close(certificate.Gap!.Value, snapshot[BoundKind.Certificate]!.Gap);

        // The largest margin that costs at most one percent: one sample in 120 may fall below it beyond those that are wrong.
        var logits = model.call(x);
        var margins = Enumerable.Range(0, 120)
            .Select(i =>
                (logits[i, y[i].item<long>()] - logits[i].masked_fill(functional.one_hot(y[i], 3).to_type(ScalarType.Bool), float.NegativeInfinity).max())
                    .item<float>()).Order().ToList();
        Assert.Equal(margins[margins.Count(value => value <= 0) + 1], (float)margin, 1e-4f);
    }

    [Fact]
    public void A_convolution_is_measured_by_patches_and_positions_and_its_norm_bounds_the_operator()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = Networks.Convolutional();
        var batches = Networks.Batches(model, 2, 40, 2, 14, 14);
        using var tracker = new BoundTracker(model, new TrackingOptions { Samples = 100 });
        var measured = tracker.Measure(batches)!;
        var snapshot = tracker.Snapshot(new TrainingProgress(0));

        Assert.Empty(measured.Obstacles);
        Assert.Equal(["relu, max pooling 2", "relu, flatten", "nothing"], measured.Layers.Select(layer => layer.FollowedBy));
        Assert.Equal([14 * 14, 3 * 3, 1], measured.Layers.Select(layer => layer.SpatialWidth));
        using var gradientFree = no_grad();
        var inputs = cat([.. batches.Select(batch => batch.Inputs)]);
        var pooled = functional.max_pool2d(
            functional.relu(functional.conv2d(inputs, model.get_parameter("conv1.weight")!, model.get_parameter("conv1.bias")!, padding: [1, 1])), 2);
        var patches = functional.unfold(inputs, 3, padding: 1).square().sum(1).max().sqrt().item<float>();
        var grouped = pooled.chunk(2, 1).Max(group => functional.unfold(group, 3, stride: 2).square().sum(1).max().sqrt().item<float>());
        Assert.Equal(patches, measured.Layers[0].ActivationNorm, 1e-3);
        Assert.Equal(grouped, measured.Layers[1].ActivationNorm, 1e-3);

        foreach (var (index, module, size) in new[] { (0, "conv1", new long[] { 2, 14, 14 }), (1, "conv2", [4, 7, 7]) })
        {
            var layer = (Module<Tensor, Tensor>)model.named_children().Single(child => child.name == module).module;
            var basis = eye(size[0] * size[1] * size[2]).reshape([-1, .. size]);
            var dense = (layer.call(basis) - layer.call(zeros_like(basis))).flatten(1);
            Assert.InRange(linalg.svdvals(dense).max().item<float>(), 0, snapshot.Layers[index].OperatorNormBound!.Value);
        }
    }

    [Fact]
    public void Distances_are_from_the_weights_as_they_were_when_tracking_began()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = new TrackedMlp();
        using var tracker = new BoundTracker(model, new TrackingOptions { Reference = model });
        Assert.All(tracker.Snapshot(new TrainingProgress(0)).Layers, layer => Assert.Equal(0, layer.DistanceFromReference));
        using (no_grad()) model.get_parameter("fc2.weight")!.add_(0.5);

        var moved = tracker.Snapshot(new TrainingProgress(1));

        Close(0.5 * Math.Sqrt(20 * 16), moved.Layers[1].DistanceFromReference, 1e-6);
        Assert.Equal(0, moved.Layers[0].DistanceFromReference);

        // r of an unmoved layer is 0, and so is its term.
        var without = new BoundTracker(model).Snapshot(new TrainingProgress(1));
        Assert.True(moved[BoundKind.NormBased]!.Gap < without[BoundKind.NormBased]!.Gap);
    }

    [Theory]
    [InlineData(300, 420, 0)]
    [InlineData(420, 300, 0)]
    [InlineData(300, 300, 40)]
    public void Large_matrices_have_the_singular_values_of_a_decomposition(int rows, int columns, int rank)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var weight = rank == 0 ? randn(rows, columns) : randn(rows, rank).matmul(randn(rank, columns));
        var expected = linalg.svdvals(weight.to_type(ScalarType.Float64)).data<double>().ToArray();

        var measured = Spectrum.Of(weight * 1e18);

        Assert.Equal(expected, measured.SingularValues.Select(value => value / 1e18), (a, b) => Math.Abs(a - b) <= 1e-3 * a + 1e-6 * expected[0]);
        Assert.Equal(rank == 0 ? Math.Min(rows, columns) : rank, measured.NumericalRank);
    }

    [Fact]
    public void Values_that_a_Gram_matrix_does_not_resolve_come_from_a_decomposition()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var weight = randn(400, 300);
        weight.narrow(1, 200, 100).copy_(weight.narrow(1, 0, 100));
        var measured = Spectrum.Of(weight);
        Assert.All(measured.SingularValues.Skip(200), value => Assert.InRange(value, 0, 1e-12 * measured.SpectralNorm));
        Assert.Equal(200, measured.NumericalRank);
    }

    [Fact]
    public void A_small_value_that_squares_to_noise_keeps_its_digits()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var weight = randn(300, 300);
        weight.narrow(1, 299, 1).mul_(1e-5);
        var expected = linalg.svdvals(weight.to_type(ScalarType.Float64))[299].item<double>();
        Assert.Equal(1, Spectrum.Of(weight).SingularValues[299] / expected, 1e-6);
    }

    [Fact]
    public void What_stands_between_layers_enters_the_norm_factor()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(("a", Linear(9, 8)), ("b", Linear(8, 7)), ("c", Linear(7, 3)));
        double Rate(double lipschitz)
        {
            using var tracker = new BoundTracker(
                model, new TrackingOptions { Samples = 100, InputNorm = 3, Margin = 1, P = 1, ActivationLipschitz = lipschitz });
            return tracker.Snapshot(new TrainingProgress(0))[BoundKind.NormBased]!.PredictedSamples!.Value;
        }

        // Γ has ρ once for each of the two junctions, and each term of the rate Γ^(2/3).
        Close(Math.Pow(2 * 2, 2.0 / 3), Rate(2) / Rate(1));
    }

    private static void Close(double expected, double? actual, double tolerance = 1e-9)
        => Assert.InRange(actual!.Value, expected * (1 - tolerance), expected * (1 + tolerance));
}
