using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>The path of matrix products alone, against a float64 decomposition.</summary>
public sealed class NewtonSchulzTests
{
    public static TheoryData<string, double, double> Table
    {
        get
        {
            var table = new TheoryData<string, double, double>();
            foreach (var name in TestMatrices.Names)
                foreach (var p in new[] { 0.1, 0.5, 2.0 / 3, 1, 1.5, 2 })
                    foreach (var smoothing in new[] { 1e-3, 1e-2 })
                        table.Add(name, p, smoothing);
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Value_and_gradient_are_those_of_the_closed_form(string name, double p, double smoothing)
    {
        using var scope = NewDisposeScope();
        // Products in float32 leave 1e-7 where a singular value is zero, and the gradient's weight there is p·ε^(p−2).
        var single = name == "deficient" && p < 0.6 && smoothing < 1e-2 ? 2e-2 : 1e-3;
        foreach (var (type, tolerance) in new[] { (ScalarType.Float32, single), (ScalarType.Float64, 1e-6) })
        {
            var weight = TestMatrices.Of(name).to_type(type).requires_grad_();
            var (value, gradient) = Reference.Of(weight, p, smoothing);
            var model = new OneWeight(weight, new PenaltySettings(p, 1, null, smoothing, PenaltyMethod.NewtonSchulz));
            var loss = model.RegularizationLoss();
            loss.backward();
            Assert.InRange(Reference.RelativeError(weight.grad!, gradient), 0, tolerance);
            Assert.InRange(Math.Abs(loss.ToDouble() - value), 0, tolerance * value);
        }
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-5)]
    [InlineData(1e-6)]
    public void A_smoothing_that_products_cannot_carry_is_answered_by_the_exact_method(double smoothing)
    {
        using var scope = NewDisposeScope();
        foreach (var p in new[] { 0.1, 0.5, 1, 2 })
        {
            var weight = TestMatrices.WithSpectrum(48, 48, i => Math.Pow(0.9, i)).to_type(ScalarType.Float32).requires_grad_();
            var (_, gradient) = Reference.Of(weight, p, smoothing);
            new OneWeight(weight, new PenaltySettings(p, 1, null, smoothing, PenaltyMethod.NewtonSchulz)).RegularizationLoss().backward();
            Assert.InRange(Reference.RelativeError(weight.grad!, gradient), 0, 1e-3);
        }
    }
}
