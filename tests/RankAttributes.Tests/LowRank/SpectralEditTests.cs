using RankAttributes.Bounds;
using RankAttributes.Tests.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.LowRank;

/// <summary>Proximal steps and truncation of live weights.</summary>
public sealed class SpectralEditTests
{
    [Theory]
    [InlineData(0.5, ScalarType.Float64, 1e-12)]
    [InlineData(0.3, ScalarType.Float32, 1e-5)]
    [InlineData(1, ScalarType.BFloat16, 1e-2)]
    public void A_rank_step_shrinks_every_singular_value_by_the_proximal_map(double p, ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(12, 20, i => Math.Pow(0.6, i)).to_type(type).requires_grad_();
        var before = Sigma(weight);
        var result = new OneWeight(weight, new PenaltySettings(p, 0.2)).ProximalStep(0.5);
        var expected = before.Select(sigma => ProximalMap.Of(sigma, 0.1, p)).ToArray();
        Assert.All(Sigma(weight).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, tolerance));
        Assert.Equal([new WeightRank("layer.weight", expected.Count(sigma => sigma > 0), 12)], result);
        Assert.InRange(result[0].Rank, 2, 11);
    }

    [Fact]
    public void What_is_left_has_exactly_that_rank()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.Of("random").to_type(ScalarType.Float32).requires_grad_();
        var rank = new OneWeight(weight, new PenaltySettings(0.5, 1)).ProximalStep(4)[0].Rank;
        Assert.InRange(rank, 1, 47);
        Assert.Equal(rank, linalg.matrix_rank(weight.detach(), (double?)null).ToInt64());
    }

    [Fact]
    public void Proximal_gradient_descent_finds_the_planted_rank()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var planted = randn(40, 3, ScalarType.Float64).mm(randn(3, 30, ScalarType.Float64));
        var seen = planted + randn(40, 30, ScalarType.Float64) * 0.1;
        var weight = randn(40, 30, ScalarType.Float64).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(2.0 / 3, 3));
        var rank = 0;
        for (var step = 0; step < 200; step++)
        {
            using (no_grad()) weight.sub_((weight - seen) * 0.5);
            rank = model.ProximalStep(0.5)[0].Rank;
        }

        Assert.Equal(3, rank);
        Assert.InRange((weight.detach() - planted).norm().ToDouble() / planted.norm().ToDouble(), 0, 0.1);
    }

    [Fact]
    public void Truncation_is_the_best_approximation_of_the_declared_rank()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.Of("tall").requires_grad_();
        var (original, sigma) = (weight.detach().clone(), Sigma(weight));
        Assert.Equal(5, new OneWeight(weight, new PenaltySettings(0.5, Rank: 5)).Truncate()[0].Rank);
        Assert.Equal(Math.Sqrt(sigma[5..].Sum(value => value * value)), (weight.detach() - original).norm().ToDouble(), 1e-10);
        Assert.Equal(2, new OneWeight(weight, new PenaltySettings(0.5, Rank: 5)).Truncate(2)[0].Rank);
        Assert.Empty(new OneWeight(weight, new PenaltySettings(0.5)).Truncate());
    }

    [Fact]
    public void Frozen_weights_and_models_that_hold_rubbish_stay_as_they_were()
    {
        using var scope = NewDisposeScope();
        var (good, frozen, bad) = (TestMatrices.Of("random").requires_grad_(), TestMatrices.Of("random"), TestMatrices.Of("tall"));
        bad[2, 2] = double.NaN;
        var (before, settings) = (good.detach().clone(), new PenaltySettings(0.5, 1));
        var model = new Weights(collector =>
        {
            collector.AddWeight("good", good, settings);
            collector.AddWeight("frozen", frozen, settings);
            collector.AddWeight("bad", bad.requires_grad_(), settings);
        });
        Assert.Equal("bad", Assert.Throws<NonFiniteWeightException>(() => model.ProximalStep(1)).WeightName);
        Assert.True(good.detach().equal(before).all().ToBoolean());
        using (no_grad()) bad.nan_to_num_();
        Assert.Equal(["good", "bad"], model.ProximalStep(1).Select(result => result.Name));
        Assert.True(frozen.equal(before).all().ToBoolean());
    }

    [Fact]
    public void Arguments_are_checked()
    {
        using var scope = NewDisposeScope();
        var model = new OneWeight(TestMatrices.Of("row").requires_grad_(), new PenaltySettings(0.5));
        foreach (var step in new[] { -1, double.NaN, double.PositiveInfinity })
            Assert.Equal("stepSize", Assert.Throws<ArgumentOutOfRangeException>(() => model.ProximalStep(step)).ParamName);
        Assert.Equal("rank", Assert.Throws<ArgumentOutOfRangeException>(() => model.Truncate(0)).ParamName);
    }

    private static double[] Sigma(Tensor weight) => [.. linalg.svdvals(weight.detach().to_type(ScalarType.Float64)).data<double>()];

    private sealed class Weights(Action<RankWeightCollector> collect) : IRankRegularized
    {
        public void CollectWeights(RankWeightCollector collector) => collect(collector);

        public Tensor RegularizationLoss() => new SchattenPenalty().ComputeLoss(this);
    }
}
