using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>When which weight's penalty is computed.</summary>
public sealed class ScheduleTests
{
    private const int Interval = 7;

    [Fact]
    public void After_the_first_step_weights_take_turns_and_each_gradient_stands_for_the_steps_until_the_next()
    {
        using var scope = NewDisposeScope();
        var weights = Enumerable.Range(0, 3).Select(seed => TestMatrices.WithSpectrum(130, 140, i => i < 10 ? 1 : 0.01).requires_grad_()).ToArray();
        var model = new Several(weights, new PenaltySettings(0.5, 1));
        var one = Reference.Of(weights[0], 0.5, 1e-3).Gradient.norm().ToDouble();
        var steps = Enumerable.Range(0, 9).Select(_ => Step(model, weights)).ToArray();
        Assert.Equal([1, 7, 0, 0, 0, 0, 0, 0, 7], Counts(0));
        Assert.Equal([1, 0, 7, 0, 0, 0, 0, 0, 0], Counts(1));
        Assert.Equal([1, 0, 0, 7, 0, 0, 0, 0, 0], Counts(2));
        Assert.Equal([0, 6, 5], model.Penalty.Status.Select(status => (int)status.Age));
        Assert.All(model.Penalty.Status, status => Assert.Equal((PenaltyMethod.Subspace, Interval), (status.Method, status.Interval)));

        IEnumerable<int> Counts(int weight) => steps.Select(step => (int)Math.Round(step[weight] / one));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1)]
    [InlineData(0.01)]
    public void Between_turns_the_loss_is_that_of_the_present_weights_and_can_be_differentiated(double factor)
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(130, 130, i => i < 10 ? 1 : 0.01).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1e-2));
        for (var step = 0; step < 3; step++) Step(model, [weight]);
        using (no_grad()) weight.mul_(factor).add_(TestMatrices.WithSpectrum(130, 130, _ => 1e-5 * factor));
        weight.grad!.zero_();
        var loss = model.RegularizationLoss();
        loss.backward();
        Assert.Equal(0, weight.grad!.norm().ToDouble());
        Assert.Equal(1, loss.ToDouble() / (Reference.Of(weight, 0.5, 1e-3).Value * 1e-2), 0.05);
    }

    [Fact]
    public void Other_contents_of_the_same_size_are_noticed_between_turns()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(130, 130, i => i < 10 ? 1 : 0.001).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
        for (var step = 0; step < 3; step++) Step(model, [weight]);
        using (no_grad()) weight.copy_(TestMatrices.WithSpectrum(130, 130, i => i < 60 ? Math.Sqrt(1.0 / 6) : 0.001));
        Assert.Equal(1, model.RegularizationLoss().ToDouble() / Reference.Of(weight, 0.5, 1e-3).Value, 0.05);
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_found_in_the_step_where_it_appears()
    {
        using var scope = NewDisposeScope();
        for (var turn = 0; turn < Interval + 1; turn++)
        {
            var weight = TestMatrices.WithSpectrum(130, 130, i => i < 10 ? 1 : 0.01).requires_grad_();
            var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
            for (var step = 0; step < turn; step++) Step(model, [weight]);
            using (no_grad()) weight[3, 5] = double.NaN;
            Assert.Equal("layer.weight", Assert.Throws<NonFiniteWeightException>(() => model.RegularizationLoss()).WeightName);
        }
    }

    [Fact]
    public void One_number_among_many_that_is_not_finite_is_found_in_the_step_where_it_appears()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        foreach (var (row, column) in new[] { (0, 0), (1, 77), (200, 511), (299, 699) })
        {
            var weight = (randn(300, 700) * 0.03).requires_grad_();
            var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
            for (var step = 0; step < 3; step++) Step(model, [weight]);
            using (no_grad()) weight[row, column] = double.NegativeInfinity;
            Assert.Throws<NonFiniteWeightException>(() => model.RegularizationLoss());
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(3)]
    public void The_value_of_a_large_weight_is_known_from_a_sample_of_its_entries(double noise)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var weight = (randn(300, 20).mm(randn(20, 700)) + (randn(300, 700) * 0.3)).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1, Method: PenaltyMethod.Auto));
        var fresh = new OneWeight(weight, new PenaltySettings(0.5, 1, Method: PenaltyMethod.Subspace));
        for (var step = 0; step < 3; step++) Step(model, [weight]);
        using (no_grad()) weight.add_(randn(300, 700) * noise);
        Assert.Equal(1, model.RegularizationLoss().ToDouble() / fresh.RegularizationLoss().ToDouble(), 0.05);
    }

    [Fact]
    public void A_number_written_into_memory_behind_the_counter_of_changes_is_found()
    {
        using var scope = NewDisposeScope();
        foreach (var side in new[] { 20, 130 })
        {
            var weight = TestMatrices.WithSpectrum(side, side, i => i < 10 ? 1 : 0.01).requires_grad_();
            var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
            for (var step = 0; step < 3; step++) Step(model, [weight]);
            model.RegularizationLoss();
            weight.data<double>()[0, 7] = double.NaN;
            Assert.Throws<NonFiniteWeightException>(() => model.RegularizationLoss());
        }
    }

    [Fact]
    public void Without_gradients_the_value_is_exact_and_no_turn_is_used_up()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(130, 150, i => Math.Pow(0.9, i)).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
        using (no_grad())
        {
            for (var call = 0; call < 3; call++)
                Assert.Equal(1, model.RegularizationLoss().ToDouble() / Reference.Of(weight, 0.5, 1e-3).Value, 1e-10);
        }

        Assert.Empty(model.Penalty.Status);
        Assert.NotEqual(0, Step(model, [weight])[0]);
    }

    [Fact]
    public void Small_matrices_are_exact_at_every_step()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.Of("wide").requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
        var norm = Reference.Of(weight, 0.5, 1e-3).Gradient.norm().ToDouble();
        for (var step = 0; step < 3; step++) Assert.Equal(1, Step(model, [weight])[0] / norm, 1e-9);
        Assert.Equal(
            new PenaltyStatus("layer.weight", PenaltyMethod.Exact, 1, 0, model.Penalty.Status[0].Value, 20, 0), model.Penalty.Status[0] with { Age = 0 });
    }

    [Fact]
    public void A_weight_that_changes_its_dtype_or_size_is_taken_up_again()
    {
        using var scope = NewDisposeScope();
        var model = new OneWeight(TestMatrices.WithSpectrum(130, 150, i => i < 9 ? 1 : 0.01).requires_grad_(), new PenaltySettings(0.5, 1));
        foreach (var (rows, type) in new[] { (130, ScalarType.Float64), (130, ScalarType.Float32), (130, ScalarType.BFloat16), (140, ScalarType.Float32),
            (60, ScalarType.Float32) })
        {
            model.Weight = TestMatrices.WithSpectrum(rows, 150, i => i < 9 ? 1 : 0.01).to_type(type).requires_grad_();
            var norm = 0.0;
            for (var step = 0; step < 2 * Interval; step++) norm += Step(model, [model.Weight])[0];
            var expected = Reference.Of(model.Weight, 0.5, 1e-3).Gradient.norm().ToDouble();

            // The first gradient of a weight that is new stands for one step whenever it comes; bfloat16 rounds the flat tail into noise.
            Assert.Equal(2 * Interval + 0.5, norm / expected, type == ScalarType.BFloat16 ? 6 : 0.6);
        }
    }

    /// <summary>The norms of the gradients at one step, after which the weights count as changed.</summary>
    private static double[] Step(IRankRegularized model, Tensor[] weights)
    {
        foreach (var weight in weights) weight.grad?.zero_();
        model.RegularizationLoss().backward();
        using var gradientFree = no_grad();
        foreach (var weight in weights) weight.mul_(1);
        return [.. weights.Select(weight => weight.grad?.norm().to_type(ScalarType.Float64).ToDouble() ?? 0)];
    }

    private sealed class Several(Tensor[] weights, PenaltySettings settings) : IRankRegularized
    {
        public SchattenPenalty Penalty { get; } = new();

        public void CollectWeights(RankWeightCollector collector)
        {
            for (var index = 0; index < weights.Length; index++) collector.AddWeight($"layer{index}", weights[index], settings);
        }

        public Tensor RegularizationLoss() => Penalty.ComputeLoss(this);
    }
}
