using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.LowRank;

/// <summary>Convolutions of low rank, of every geometry, as two convolutions.</summary>
public sealed class ConvolutionFactorTests
{
    public static TheoryData<string> Layers => new(Cases.Keys);

    private static readonly Dictionary<string, (Func<Convolution> Layer, long[] Input)> Cases = new()
    {
        ["1d"] = (() => Conv1d(12, 16, 5, stride: 2, padding: 2), [2, 12, 21]),
        ["2d"] = (() => Conv2d(12, 16, 3), [2, 12, 9, 9]),
        ["2d unbatched, no bias"] = (() => Conv2d(12, 16, 3, bias: false), [12, 9, 9]),
        ["2d stride, padding, dilation"] = (() => Conv2d(12, 16, (3, 5), stride: (2, 1), padding: (1, 4), dilation: (1, 2)), [2, 12, 11, 13]),
        ["2d same"] = (() => Conv2d(12, 16, 3, Padding.Same), [2, 12, 9, 9]),
        ["2d groups"] = (() => Conv2d(12, 16, 3, groups: 2), [2, 12, 9, 9]),
        ["2d reflect"] = (() => Conv2d(12, 16, 3, padding: 1, padding_mode: PaddingModes.Reflect), [2, 12, 9, 9]),
        ["2d circular"] = (() => Conv2d(12, 16, 3, padding: 1, padding_mode: PaddingModes.Circular), [2, 12, 9, 9]),
        ["2d replicate"] = (() => Conv2d(12, 16, 3, padding: 1, padding_mode: PaddingModes.Replicate), [2, 12, 9, 9]),
        ["2d point"] = (() => Conv2d(24, 16, 1, stride: 2), [2, 24, 9, 9]),
        ["3d"] = (() => Conv3d(6, 8, 3, padding: 1), [2, 6, 5, 5, 5]),
        ["1d transposed"] = (() => ConvTranspose1d(12, 16, 4, stride: 2, padding: 1), [2, 12, 9]),
        ["2d transposed"] = (() => ConvTranspose2d(12, 16, 4, stride: 2, padding: 1, output_padding: 1), [2, 12, 7, 7]),
        ["2d transposed, groups"] = (() => ConvTranspose2d(12, 16, 3, stride: 2, groups: 2), [2, 12, 7, 7]),
        ["3d transposed"] = (() => ConvTranspose3d(6, 8, 2, stride: 2, bias: false), [2, 6, 4, 4, 4]),
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_function_stays_and_the_weights_become_fewer(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (make, shape) = Cases[name];
        var layer = make();
        Lower(layer, 2);
        using var model = Sequential(layer);
        var input = randn(shape);
        var (before, weights) = (model.forward(input), model.parameters().Sum(parameter => parameter.numel()));

        var result = Assert.Single(model.Factorize(1e-5));

        Assert.True(result.IsReplaced, result.Reason);
        Assert.Equal(2, result.Rank);
        Assert.InRange((model.forward(input) - before).abs().max().ToDouble(), 0, 1e-5);
        Assert.Equal(before.shape, model.forward(input).shape);
        Assert.Equal(weights - result.WeightsBefore + result.WeightsAfter, model.parameters().Sum(parameter => parameter.numel()));
        Assert.True(result.WeightsAfter < result.WeightsBefore);
    }

    [Fact]
    public void A_convolution_of_full_rank_stays()
    {
        using var model = Sequential(Conv2d(8, 8, 3));
        Assert.False(Assert.Single(model.Factorize()).IsReplaced);
        Assert.IsType<Conv2d>(model[0]);
    }

    internal static void Lower(Convolution layer, long rank)
    {
        using var gradientFree = no_grad();
        var matrices = layer.weight.reshape(layer.groups, layer.weight.shape[0] / layer.groups, -1);
        var (rows, columns) = (matrices.shape[1], matrices.shape[2]);
        layer.weight.copy_(
            (randn(layer.groups, rows, rank).matmul(randn(layer.groups, rank, columns)) / Math.Sqrt(columns * rank)).reshape(layer.weight.shape));
    }
}
