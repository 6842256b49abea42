using RankAttributes.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests;

/// <summary>The generated members, run: their values against a singular value decomposition in float64.</summary>
public sealed class GeneratedLossTests
{
    // What the model declares: p, strength, smoothing. A member inherits from the class what it leaves out.
    private static readonly Dictionary<string, (double P, double Strength, double Smoothing)> Declared = new()
    {
        ["tokens.weight"] = (0.5, 0.3, 1e-2),
        ["conv1.weight"] = (0.5, 0.3, 1e-2),
        ["conv2.weight"] = (0.5, 0.3, 1e-2),
        ["conv3.weight"] = (1.5, 0.7, 1e-3),
        ["hidden.weight"] = (2, 0.3, 1e-2),
    };

    [Theory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.Float64, 1e-11)]
    public void Loss_and_gradient_are_those_of_the_closed_form(ScalarType type, double tolerance)
    {
        manual_seed(3);
        using var scope = NewDisposeScope();
        using var model = new Convolutional();
        model.to(type);

        var loss = model.RegularizationLoss();
        loss.backward();

        var expected = 0.0;
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (!Declared.TryGetValue(name, out var declared))
            {
                Assert.True(parameter.grad is null || parameter.grad.count_nonzero().ToInt64() == 0, name);
                continue;
            }

            var (value, gradient) = Reference(parameter, declared.P, declared.Smoothing);
            expected += declared.Strength * value;
            var actual = parameter.grad!.to(ScalarType.Float64).reshape(gradient.shape);
            var error = ((actual - (declared.Strength * gradient)).norm() / (declared.Strength * gradient).norm()).ToDouble();
            Assert.True(error <= tolerance, $"{name}: relative gradient error {error:E2}");
        }

        Assert.Equal(1, loss.ToDouble() / expected, tolerance);
        Assert.Equal(type, loss.dtype);
    }

    [Fact]
    public void Weights_are_listed_once_with_their_settings_in_the_order_of_declaration()
    {
        using var model = new Convolutional();
        var weights = model.GetRegularizedWeights();

        Assert.Equal(Declared.Keys, weights.Select(weight => weight.Name));
        Assert.All(weights, weight => Assert.Equal(Declared[weight.Name], (weight.P, weight.Strength, weight.Settings.Smoothing)));
    }

    [Fact]
    public void The_status_tells_how_each_weight_was_computed()
    {
        using var model = new Convolutional();
        Assert.Empty(model.GetPenaltyStatus());
        using var loss = model.RegularizationLoss();
        Assert.Equal(Declared.Keys, model.GetPenaltyStatus().Select(status => status.Name));
        Assert.All(model.GetPenaltyStatus(), status => Assert.Equal((PenaltyMethod.Exact, 0), (status.Method, (int)status.Age)));
    }

    [Fact]
    public void A_descent_on_the_loss_alone_lowers_the_effective_rank()
    {
        manual_seed(4);
        using var model = new Convolutional();
        using var optimizer = optim.SGD(model.parameters(), 0.02);
        double EffectiveRank() => RankAttributes.Tracking.Spectrum.Of(model.GetRegularizedWeights()[1].Weight).EffectiveRank(0.5);
        var before = EffectiveRank();
        for (var step = 0; step < 60; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            model.RegularizationLoss().backward();
            optimizer.step();
        }

        Assert.True(EffectiveRank() < 0.9 * before, $"{before} -> {EffectiveRank()}");
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_named_when_the_loss_is_computed()
    {
        using var scope = NewDisposeScope();
        using var model = new Convolutional();
        using (no_grad()) model.named_parameters().Single(parameter => parameter.name == "conv2.weight").parameter[0, 0, 0, 0] = float.NaN;

        Assert.Contains("conv2.weight", Assert.Throws<NonFiniteWeightException>(() => model.RegularizationLoss()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Declared_constants_are_the_rate_of_the_declared_shapes()
    {
        Assert.Equal(6, Convolutional.RankDeclaration.Depth);
        Assert.Equal(18, Convolutional.RankDeclaration.Width);
        Assert.Equal(0, Convolutional.RankDeclaration.TrainingSamples);
        Assert.True(Convolutional.RankDeclaration.IsExtrapolated);
        Assert.False(Convolutional.RankDeclaration.IsLowerEstimate);
    }

    private static (double Value, Tensor Gradient) Reference(Tensor weight, double p, double smoothing)
    {
        var matrix = weight.detach().to(ScalarType.Float64);
        matrix = matrix.dim() == 2 ? matrix : matrix.reshape(matrix.shape[0], -1);
        var (u, sigma, vt) = linalg.svd(matrix, fullMatrices: false);
        var smoothed = sigma.square() + Math.Pow(smoothing * sigma[0].ToDouble(), 2);
        return (smoothed.pow(p / 2).sum().ToDouble(), (u * (p * sigma * smoothed.pow((p / 2) - 1))).mm(vt));
    }
}
