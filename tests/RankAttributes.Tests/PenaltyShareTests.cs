using CsCheck;
using RankAttributes.Tests.Models;
using TorchSharp;

namespace RankAttributes.Tests;

/// <summary>A penalty that is divided among processes is the penalty.</summary>
public class PenaltyShareTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public void The_shares_add_up_to_the_penalty_and_its_gradient(int count)
    {
        using var model = new Stacked();
        var whole = Gradients(model, model.RegularizationLoss());
        var (value, gradients) = (0.0, whole.Gradients.Select(gradient => torch.zeros_like(gradient)).ToList());
        for (var index = 0; index < count; index++)
        {
            var part = Gradients(model, new PenaltyShare(model, index, count).RegularizationLoss());
            value += part.Value;
            for (var weight = 0; weight < gradients.Count; weight++) gradients[weight].add_(part.Gradients[weight]);
        }

        Assert.Equal(whole.Value, value, 1e-6);
        Assert.All(whole.Gradients.Zip(gradients), pair => Assert.True(torch.allclose(pair.First, pair.Second, 1e-5, 1e-7)));
    }

    private static (double Value, List<torch.Tensor> Gradients) Gradients(torch.nn.Module model, torch.Tensor loss)
    {
        model.zero_grad();
        if (loss.requires_grad) loss.backward();
        return (loss.item<float>(), [.. model.parameters().Select(parameter => parameter.grad?.clone() ?? torch.zeros_like(parameter))]);
    }

    [Fact]
    public void No_share_costs_more_than_the_mean_and_the_most_expensive_weight()
        => Gen.Select(Gen.Double[1, 1e6].Array[1, 30], Gen.Int[1, 8]).Sample((costs, count) =>
        {
            var owners = PenaltyShare.Owners(costs, count);
            var load = new double[count];
            for (var weight = 0; weight < costs.Length; weight++) load[owners[weight]] += costs[weight];

            Assert.InRange(load.Max(), 0, ((costs.Sum() / count) + costs.Max()) * (1 + 1e-12));
        });
}
