using RankAttributes.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>A strength in place of the declared one: in the loss, its gradient, the proximal step and a checkpoint.</summary>
public sealed class StrengthTests
{
    [Fact]
    public void A_given_strength_takes_the_place_of_the_declared_one_and_members_keep_their_ratio()
    {
        using var scope = NewDisposeScope();
        using var model = new Convolutional();
        var declared = model.RegularizationLoss().ToDouble();
        var own = model.GetRegularizedWeights().ToDictionary(weight => weight.Name, weight => weight.Strength);
        Assert.Equal((0.3, 0.7), (own["conv1.weight"], own["conv3.weight"]));

        Assert.Equal(2 * declared, model.RegularizationLoss(0.6).ToDouble(), 1e-4 * declared);
        Assert.Equal(2 * declared, model.RegularizationLoss().ToDouble(), 1e-4 * declared);
        var given = model.GetRegularizedWeights().ToDictionary(weight => weight.Name, weight => weight.Strength);
        Assert.Equal(0.6, given["conv1.weight"]);
        Assert.Equal(1.4, given["conv3.weight"], 12);

        model.SetPenaltyStrength(null);
        Assert.Equal(declared, model.RegularizationLoss().ToDouble(), 1e-5 * declared);
        Assert.Equal(own, model.GetRegularizedWeights().ToDictionary(weight => weight.Name, weight => weight.Strength));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.RegularizationLoss(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SetPenaltyStrength(double.NaN));
    }

    [Fact]
    public void The_gradient_and_the_proximal_step_have_the_strength_of_the_loss()
    {
        using var scope = NewDisposeScope();
        var (p, strength, step) = (1.0, 0.26, 0.5);
        var weight = TestMatrices.WithSpectrum(12, 9, index => 1.0 / (1 + index)).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(p, 1e-3));
        model.RegularizationLoss(strength).backward();
        var (_, gradient) = Reference.Of(weight, p, 1e-3);
        Assert.InRange(((weight.grad! - strength * gradient).norm() / gradient.norm()).ToDouble(), 0, 1e-4);

        // Soft thresholding by 0.13: of 1, ½, ⅓, … the first seven are above it.
        Assert.Equal(7, Assert.Single(model.ProximalStep(step)).Rank);
        Assert.Equal(1 - step * strength, linalg.svdvals(weight.detach())[0].ToDouble(), 1e-5);
    }

    [Fact]
    public void Another_strength_keeps_what_the_penalty_follows()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(130, 140, index => index < 10 ? 1 : 0.01).requires_grad_();
        var model = new OneWeight(weight, new PenaltySettings(0.5, 1));
        for (var step = 0; step < 2; step++) model.Step();
        model.RegularizationLoss(2).backward();

        // At the third step it is another weight's turn; a term that began anew would be computed.
        Assert.Equal(1, Assert.Single(model.GetPenaltyStatus()).Age);
    }

    [Fact]
    public void A_checkpoint_has_the_strengths()
    {
        using var scope = NewDisposeScope();
        using var model = new Convolutional();
        using var resumed = new Convolutional();
        resumed.load_state_dict(model.state_dict());
        model.SetPenaltyStrength(0.9);
        Dial(model).SetFactor("conv1.weight", 3, 1, 1);
        var loss = model.RegularizationLoss().ToDouble();

        resumed.SetPenaltyState(model.GetPenaltyState());
        Assert.Equal(loss, resumed.RegularizationLoss().ToDouble(), 1e-6 * loss);
        Assert.Equal(2.7, resumed.GetRegularizedWeights().Single(weight => weight.Name == "conv1.weight").Strength, 12);

        // One that was stored without a strength takes the declared one back.
        using var plain = new Convolutional();
        resumed.SetPenaltyState(plain.GetPenaltyState());
        Assert.Equal(0.3, resumed.GetRegularizedWeights().Single(weight => weight.Name == "conv1.weight").Strength);
        Assert.DoesNotContain(resumed.GetPenaltyState().Keys, name => name.Contains("factor", StringComparison.Ordinal));
    }

    [Fact]
    public void A_share_of_a_penalty_has_the_strength_of_its_model_and_none_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var model = new Convolutional();
        model.SetPenaltyStrength(0.6);
        var shares = new[] { new PenaltyShare(model, 0, 2), new PenaltyShare(model, 1, 2) };
        var whole = model.RegularizationLoss().ToDouble();
        Assert.Equal(whole, shares.Sum(share => share.RegularizationLoss().ToDouble()), 1e-4 * whole);
        Assert.Throws<NotSupportedException>(() => shares[0].RegularizationLoss(1));
    }

    [Fact]
    public void Nothing_has_a_ratio_to_a_declared_zero()
    {
        using var scope = NewDisposeScope();
        var model = new OneWeight(randn(4, 3).requires_grad_(), new PenaltySettings(0.5, 0));
        Assert.Throws<InvalidOperationException>(() => model.RegularizationLoss(1));
    }

    private static RankAttributes.Penalties.StrengthDial Dial(IRankRegularized model) => model.Penalty!.Dial;
}
