using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>When which weight's penalty is computed.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Weights_take_turns_and_each_gradient_stands_for_the_steps_until_the_next()
    {
        using var scope = NewDisposeScope();
        var weights = Enumerable.Range(0, 3).Select(seed => TestMatrices.WithSpectrum(130, 140, i => i < 10 ? 1 : 0.01).requires_grad_()).ToArray();
        var model = new Several(weights, new PenaltySettings(0.5, 1));
        var steps = Enumerable.Range(0, 9).Select(_ => Gradients(model, weights)).ToArray();
        var one = Reference.Of(weights[0], 0.5, 1e-3).Gradient.norm().ToDouble();
        int[] expected = [8, 0, 0, 0, 0, 0, 0, 0, 8];
        Assert.Equal(expected, steps.Select(step => (int)Math.Round(step[0] / one)));

        // The first loss has a gradient of every weight; the second weight's stands for one step, as its turn comes next.
        Assert.Equal([1, 8, 0, 0, 0, 0, 0, 0, 0], steps.Select(step => (int)Math.Round(step[1] / Norm(weights[1]))));
        Assert.Equal([2, 0, 8, 0, 0, 0, 0, 0, 0], steps.Select(step => (int)Math.Round(step[2] / Norm(weights[2]))));
        Assert.Equal([0, 7, 6], model.Penalty.Status.Select(status => (int)status.Age));
        Assert.All(model.Penalty.Status, status => Assert.Equal((PenaltyMethod.Subspace, 8), (status.Method, status.Interval)));

        static double Norm(Tensor weight) => Reference.Of(weight, 0.5, 1e-3).Gradient.norm().ToDouble();
    }

    [Fact]
    public void Between_turns_the_loss_shows_the_last_value_and_can_be_differentiated()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(130, 130, i => i < 10 ? 1 : 0.01).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1e-2));
        var first = model.RegularizationLoss().ToDouble();
        using (no_grad()) weight.mul_(2);
        var stale = model.RegularizationLoss();
        stale.backward();
        Assert.Equal(first, stale.ToDouble(), 1e-12);
        Assert.Equal(0, weight.grad!.norm().ToDouble());
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
        Assert.NotEqual(0, Gradients(model, [weight])[0]);
    }

    [Fact]
    public void Small_matrices_are_exact_at_every_step()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.Of("wide").requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
        var norm = Reference.Of(weight, 0.5, 1e-3).Gradient.norm().ToDouble();
        for (var step = 0; step < 3; step++) Assert.Equal(1, Gradients(model, [weight])[0] / norm, 1e-9);
        Assert.Equal(new PenaltyStatus("layer.weight", PenaltyMethod.Exact, 1, 0, model.Penalty.Status[0].Value, 20, 0), model.Penalty.Status[0]);
    }

    [Fact]
    public void A_weight_that_changes_its_dtype_or_size_goes_on()
    {
        using var scope = NewDisposeScope();
        var model = new OneWeight(TestMatrices.WithSpectrum(130, 150, i => i < 9 ? 1 : 0.01).requires_grad_(), new PenaltySettings(0.5, 1));
        foreach (var (rows, type) in new[] { (130, ScalarType.Float64), (130, ScalarType.Float32), (130, ScalarType.BFloat16), (140, ScalarType.Float32), (60, ScalarType.Float32) })
        {
            model.Weight = TestMatrices.WithSpectrum(rows, 150, i => i < 9 ? 1 : 0.01).to_type(type).requires_grad_();
            var norm = 0.0;
            for (var step = 0; step < 16; step++) norm += Gradients(model, [model.Weight])[0];
            var expected = Reference.Of(model.Weight, 0.5, 1e-3).Gradient.norm().ToDouble();

            // bfloat16 rounds the flat tail into noise, which the followed directions know only in part.
            Assert.Equal(16, norm / expected, type == ScalarType.BFloat16 ? 6 : 0.1);
        }
    }

    private static double[] Gradients(IRankRegularized model, Tensor[] weights)
    {
        foreach (var weight in weights) weight.grad?.zero_();
        model.RegularizationLoss().backward();
        return [.. weights.Select(weight => weight.grad?.norm().to_type(ScalarType.Float64).ToDouble() ?? 0)];
    }

    private sealed class Several(Tensor[] weights, PenaltySettings settings) : IRankRegularized
    {
        public SchattenPenalty Penalty { get; } = new();

        public void CollectWeights(RankWeightCollector collector)
        {
            for (var index = 0; index < weights.Length; index++) collector.Weight($"layer{index}", weights[index], settings);
        }

        public Tensor RegularizationLoss() => Penalty.Loss(this);
    }
}
