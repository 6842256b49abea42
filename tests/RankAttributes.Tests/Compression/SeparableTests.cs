using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>A convolution whose kernels are products of a column and a row becomes one along each axis.</summary>
public sealed class SeparableTests
{
    private static readonly Dictionary<string, (Func<Convolution> Layer, long[] Input)> Cases = new()
    {
        ["plain"] = (() => Conv2d(6, 10, 3), [64, 6, 9, 9]),
        ["no bias"] = (() => Conv2d(6, 10, 5, bias: false), [64, 6, 11, 9]),
        ["unequal sides, stride of rows, padding, dilation"]
            = (() => Conv2d(6, 10, (3, 5), stride: (2, 1), padding: (1, 4), dilation: (1, 2)), [64, 6, 11, 13]),
        ["same"] = (() => Conv2d(6, 10, 3, Padding.Same, dilation: 2), [64, 6, 9, 9]),
        ["groups"] = (() => Conv2d(12, 8, 3, groups: 2), [64, 12, 9, 9]),
        ["one channel a group"] = (() => Conv2d(8, 8, 5, groups: 8, padding: 2), [64, 8, 9, 9]),
        ["reflect"] = (() => Conv2d(6, 10, (3, 5), padding: (1, 2), padding_mode: PaddingModes.Reflect), [64, 6, 9, 9]),
        ["circular"] = (() => Conv2d(6, 10, 3, padding: 1, padding_mode: PaddingModes.Circular), [64, 6, 9, 9]),
        ["replicate"] = (() => Conv2d(6, 10, 3, padding: 2, padding_mode: PaddingModes.Replicate), [64, 6, 9, 9]),
    };

    public static TheoryData<string> Layers => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void The_function_stays_and_a_file_brings_it_back(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (make, shape) = Cases[name];
        var layer = make();
        Separate(layer);
        using var model = Sequential(("conv", layer));
        var inputs = randn(shape);
        using var gradientFree = no_grad();
        var before = model.call(inputs);

        // The kernels of the two factors and nothing else: no form of another kind has as few weights.
        var weights = layer.groups * ((layer.weight.shape[0] / layer.groups * layer.kernel_size[1]) + (layer.weight.shape[1] * layer.kernel_size[0]));
        var result = model.Compress(
            () => -(model.call(inputs) - before).norm().ToDouble(), new CompressionOptions { MaxParameters = weights + (layer.bias?.numel() ?? 0) });

        var compressed = Assert.Single(result.Layers);
        Assert.True(compressed.IsSeparable, result.ToString());
        Assert.Equal((1, weights), (compressed.Rank, compressed.WeightsAfter));
        Assert.Contains("1, separable", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(before.shape, model.call(inputs).shape);
        Assert.InRange(((model.call(inputs) - before).norm() / before.norm()).ToDouble(), 0, 1e-4);

        var path = Path.GetTempFileName();
        model.save(path);
        using var fresh = Sequential(("conv", make()));
        Assert.Equal(("conv", 1, weights), fresh.LoadCompressed(path).Select(loaded => (loaded.Name, loaded.Rank, loaded.WeightsAfter)).Single());
        Assert.True(fresh.call(inputs).equal(model.call(inputs)).all().ToBoolean());
        File.Delete(path);
    }

    [Fact]
    public void Channels_of_low_rank_stay_channels()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var layer = Conv2d(6, 10, 3);
        LowRank.ConvolutionFactorTests.Lower(layer, 2);
        using var model = Sequential(("conv", layer));
        var inputs = randn(64, 6, 9, 9);
        using var gradientFree = no_grad();
        var before = model.call(inputs);
        var result = model.Compress(
            () => -(model.call(inputs) - before).norm().ToDouble(), new CompressionOptions { MaxParameters = (2 * (10 + 54)) + 10, Inputs = inputs });
        Assert.False(Assert.Single(result.Layers).IsSeparable);
        Assert.InRange(((model.call(inputs) - before).norm() / before.norm()).ToDouble(), 0, 1e-4);
    }

    [Fact]
    public void Both_factors_follow_their_gradients()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var layer = Conv2d(6, 10, 3);
        Separate(layer);
        using var model = Sequential(("conv", layer));
        var inputs = randn(16, 6, 9, 9);
        var before = model.call(inputs).detach();
        double Closeness() => -(model.call(inputs) - before).norm().ToDouble();
        model.Compress(Closeness, new CompressionOptions { MaxParameters = 30 + 18 + 10, Inputs = inputs });
        var pair = Assert.IsType<FactorPair>(model[0]);
        Assert.Equal([[1L, 6, 3, 1], [10, 1, 1, 3], [10]], pair.parameters().Select(parameter => parameter.shape));
        model.call(inputs).square().mean().backward();
        Assert.All(model.parameters(), parameter => Assert.True(parameter.grad!.abs().max().ToDouble() > 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_enters_the_first_factor_is_seen_from_every_column_of_the_kernel(int groups)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        const int Height = 3, Width = 5;
        using var layer = Conv2d(6, 8, (Height, Width), groups: groups);
        var image = randn([7, 6, 9, 11], ScalarType.Float64);

        // All rectangles that the kernel sees, and all columns of all of them, each written down for itself.
        var (rectangles, columns) = (new List<Tensor>(), new List<Tensor>());
        for (var row = 0; row <= 9 - Height; row++)
        {
            for (var column = 0; column <= 11 - Width; column++)
            {
                var seen = image.narrow(2, row, Height).narrow(3, column, Width).reshape(7, groups, 6 / groups, Height, Width);
                rectangles.Add(seen.flatten(2));
                columns.AddRange(Enumerable.Range(0, Width).Select(each => seen.select(4, each).flatten(2)));
            }
        }

        var form = RankAttributes.LowRank.FactorableSeparableConvolution.Of(layer)!;
        var (gram, samples) = form.Entering(Gram(rectangles), rectangles.Count * 7);
        Assert.Equal(columns.Count * 7, samples);
        Assert.InRange((gram - Gram(columns)).abs().max().ToDouble(), 0, 1e-9);

        static Tensor Gram(List<Tensor> each)
        {
            var samples = cat(each, 0).transpose(0, 1);
            return samples.transpose(1, 2).matmul(samples);
        }
    }

    [Fact]
    public void A_rank_for_all_layers_keeps_the_usual_form()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var layer = Conv2d(6, 10, 3);
        Separate(layer);
        using var model = Sequential(("conv", layer));
        Assert.False(Assert.Single(model.Compress(() => 1, new CompressionOptions { Rank = 1, Inputs = randn(8, 6, 9, 9) }).Layers).IsSeparable);
    }

    /// <summary>Each kernel of each group becomes a column times a row, with one column for all outputs and one row for all inputs.</summary>
    private static void Separate(Convolution layer)
    {
        using var gradientFree = no_grad();
        var (groups, outputs, inputs) = (layer.groups, layer.weight.shape[0] / layer.groups, layer.weight.shape[1]);
        var columns = randn([groups, 1, inputs, layer.kernel_size[0], 1]);
        var rows = randn([groups, outputs, 1, 1, layer.kernel_size[1]]);
        layer.weight.copy_((columns * rows).reshape(layer.weight.shape) / Math.Sqrt(inputs));
    }
}
