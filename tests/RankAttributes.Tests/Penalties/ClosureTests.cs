using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>An optimizer that computes the loss several times a step finds the same minimum by every method.</summary>
public sealed class ClosureTests
{
    [Theory]
    [InlineData(PenaltyMethod.Auto)]
    [InlineData(PenaltyMethod.Subspace)]
    public void LBFGS_ends_where_exact_ends(PenaltyMethod method)
    {
        var (exact, other) = (Run(PenaltyMethod.Exact), Run(method));
        Assert.Equal(1, other.Loss / exact.Loss, 0.02);
        Assert.InRange(other.Rank, exact.Rank - 0.5, exact.Rank + 0.5);

        // The penalty and the optimizer did something.
        Assert.InRange(exact.Loss, 0, exact.Start / 3);
    }

    private static (double Start, double Loss, double Rank) Run(PenaltyMethod method)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var planted = randn(140, 6).mm(randn(6, 140)) / 12;
        var inputs = randn(400, 140);
        var outputs = inputs.mm(planted.t()) + randn(400, 140) * 0.1;
        var weight = nn.Parameter(randn(140, 140) / 12);
        var model = new OneWeight(weight, new PenaltySettings(1, 1e-3, Method: method));
        using var optimizer = optim.LBFGS([weight], 0.5);
        Tensor Objective() => nn.functional.mse_loss(inputs.mm(weight.t()), outputs) + model.RegularizationLoss();
        var start = Exactly();
        for (var step = 0; step < 8; step++)
        {
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = Objective();
                loss.backward();
                return loss;
            });
        }

        var sigma = linalg.svdvals(weight.detach());
        return (start, Exactly(), sigma.sum().ToDouble() / sigma.max().ToDouble());

        double Exactly()
        {
            using var gradientFree = no_grad();
            return Objective().ToDouble();
        }
    }
}
