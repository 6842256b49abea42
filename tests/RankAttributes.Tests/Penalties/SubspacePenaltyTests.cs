using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>The leading directions followed from step to step, the others taken as equal.</summary>
public sealed class SubspacePenaltyTests
{
    public static readonly TheoryData<double> Indices = [0.1, 0.5, 1, 1.5, 2];

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_flat_tail_is_no_approximation(double p)
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(160, 200, i => i < 20 ? 2 - i * 0.05 : 0.004).requires_grad_();
        var (value, gradient) = Reference.Of(weight, p, 1e-3);
        var (loss, actual) = Settled(weight, p, 6);
        Assert.Equal(1, loss / value, 1e-9);
        Assert.InRange(Reference.RelativeError(actual, gradient), 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Elsewhere_the_value_is_an_upper_bound_and_the_gradient_is_its_own(double p)
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(160, 160, i => (i < 64 ? 1 : 0.05) * Math.Pow(0.98, i)).requires_grad_();
        var (loss, gradient) = Settled(weight, p, 60);
        Assert.InRange(loss, Reference.Of(weight, p, 1e-3).Value * (1 - 1e-9), Flattened(weight.detach(), p, Model(weight, p, 60).Rank) * (1 + 1e-3));

        // Its own gradient: the value moves along the gradient as that says, ε held as the gradient holds it.
        var direction = gradient / gradient.norm();
        var (upper, lower) = (Moved(1e-6), Moved(-1e-6));
        var predicted = (gradient * direction).sum().ToDouble();
        Assert.Equal(1, (upper - lower) / 2e-6 / predicted, 1e-2);

        double Moved(double step) => Settled((weight.detach() + direction * step).requires_grad_(), p, 60).Value;
    }

    [Fact]
    public void Directions_that_stand_out_are_taken_in()
    {
        using var scope = NewDisposeScope();
        var (model, rank) = Model(TestMatrices.WithSpectrum(256, 256, i => i < 80 ? 1 : 1e-4).requires_grad_(), 0.5, 1);
        Assert.Equal(64, rank);
        for (var step = 0; step < 20; step++) model.Step();
        Assert.InRange(model.Penalty.Status[0].Rank, 80, 96);
        Assert.InRange(model.Penalty.Status[0].Tail, 0, 1e-6);
    }

    [Fact]
    public void The_random_numbers_of_the_training_stay_what_they_were()
    {
        using var scope = NewDisposeScope();
        var weight = TestMatrices.WithSpectrum(200, 200, i => 1.0 / (i + 1)).requires_grad_();
        manual_seed(5);
        var expected = rand(4).data<float>().ToArray();
        manual_seed(5);
        Settled(weight, 0.5, 3);
        Assert.Equal(expected, rand(4).data<float>().ToArray());
    }

    private static (double Value, Tensor Gradient) Settled(Tensor weight, double p, int steps)
    {
        var (model, _) = Model(weight, p, steps - 1);
        weight.grad?.zero_();
        var loss = model.RegularizationLoss();
        loss.backward();
        return (loss.ToDouble(), weight.grad!.clone());
    }

    private static (OneWeight Model, long Rank) Model(Tensor weight, double p, int steps)
    {
        var model = new OneWeight(weight, new PenaltySettings(p, 1, Method: PenaltyMethod.Subspace));
        for (var step = 0; step < steps; step++) model.Step();
        return (model, steps == 0 ? 0 : model.Penalty.Status[0].Rank);
    }

    /// <summary>The bound by its definition: the singular values behind the first ones replaced by their root mean square.</summary>
    private static double Flattened(Tensor weight, double p, long rank)
    {
        var squares = linalg.svdvals(weight).square().data<double>().ToArray();
        var floor = squares[0] * 1e-6;
        var tail = squares.Skip((int)rank).Average();
        return squares.Take((int)rank).Sum(s => Math.Pow(s + floor, p / 2)) + (squares.Length - rank) * Math.Pow(tail + floor, p / 2);
    }
}
