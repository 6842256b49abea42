using RankAttributes.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests;

/// <summary>Linear layers in a row: the penalty of their product without a decomposition.</summary>
public sealed class LinearChainLossTests
{
    [Fact]
    public void The_generator_knows_the_chain_by_forward_and_index()
    {
        using var model = new Stacked();
        var methods = model.GetRegularizedWeights().ToDictionary(weight => weight.Name, weight => weight.Settings.Method);
        Assert.Equal(PenaltyMethod.Frobenius, methods["net.up.weight"]);
        Assert.Equal(PenaltyMethod.Frobenius, methods["net.down.weight"]);
        Assert.Equal(PenaltyMethod.Auto, methods["first.weight"]);
        Assert.Equal(PenaltyMethod.Auto, methods["second.weight"]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Balanced_factors_cost_what_their_product_costs_and_others_more(int depth)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var product = randn(8, 8, ScalarType.Float64);
        var p = 2.0 / depth;
        var (u, sigma, vt) = linalg.svd(product);
        var root = diag(sigma.pow(1.0 / depth));
        var factors = Enumerable.Range(0, depth).Select(_ => root.clone()).ToArray();
        factors[0] = u.mm(factors[0]);
        factors[^1] = factors[^1].mm(vt);
        Assert.InRange((factors.Aggregate((a, b) => a.mm(b)) - product).norm().ToDouble(), 0, 1e-10);

        var expected = sigma.pow(p).sum().ToDouble();
        Assert.Equal(1, Loss(factors, p) / expected, 1e-12);
        factors[0] *= 2;
        factors[1] /= 2;
        Assert.True(Loss(factors, p) > expected * 1.01);
    }

    [Fact]
    public void The_gradient_is_p_times_the_weight()
    {
        using var scope = NewDisposeScope();
        using var model = new Stacked();
        model.RegularizationLoss().backward();
        var weight = model.get_parameter("net.up.weight")!;
        Assert.InRange((weight.grad! - weight.detach() * 0.3).norm().ToDouble(), 0, 1e-6);
    }

    private static double Loss(Tensor[] factors, double p) => new Chain(factors, p).RegularizationLoss().ToDouble();

    private sealed class Chain(Tensor[] factors, double p) : IRankRegularized
    {
        public void CollectWeights(RankWeightCollector collector)
        {
            for (var index = 0; index < factors.Length; index++)
                collector.AddWeight($"factor{index}", factors[index].requires_grad_(), new PenaltySettings(p, 1, Method: PenaltyMethod.Frobenius));
        }

        public Tensor RegularizationLoss() => new SchattenPenalty().ComputeLoss(this);
    }
}
