using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>Channels of convolutions are removed where the model does without any of them, and nowhere else.</summary>
public sealed class ChannelRemovalTests
{
    private const int Width = Channels.Width;

    // The channels after the first and after the second convolution that a model can lose.
    private static readonly Dictionary<string, (Func<Channels> Make, bool First, bool Second)> Cases = new()
    {
        ["relu"] = (() => new Channels(), true, true),
        ["pooling of one point"] = (() => new Channels((_, x) => functional.relu(x), flatten: x => functional.relu(x).mean([2, 3]), points: 1), true, true),
        ["an activation and dropout of channels"] = (() => Channels.With(Sequential(SiLU(), Dropout2d(0.3))), true, true),
        ["batch norm"] = (() => Channels.With(BatchNorm2d(Width)), false, true),
        ["norm of groups"] = (() => Channels.With(GroupNorm(4, Width)), false, true),
        ["norm of each channel by itself"] = (() => new Channels((_, x) => functional.instance_norm(x)), true, true),
        ["a module that counts its channels"] = (() => Channels.With(InstanceNorm2d(Width)), false, true),
        ["softmax over channels"] = (() => new Channels((_, x) => functional.softmax(x, 1)), false, true),
        ["residual"] = (() => new Channels((_, x) => x + x.roll(1, 1)), false, true),
        ["groups"] = (() => new Channels((_, x) => functional.relu(x), groups: 2), false, false),
        ["points before channels"]
            = (() => new Channels((_, x) => functional.relu(x), flatten: x => functional.max_pool2d(x, 2).permute(0, 2, 3, 1).flatten(1)), true, false),
        ["view of the width"] = (() => new Channels((_, x) => functional.relu(x), flatten: x => functional.max_pool2d(x, 2).view(-1, Width * 16)), true, false),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Channels_go_only_where_the_model_does_without_them(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (make, first, second) = Cases[name];
        using var model = make();
        using var inputs = Channels.Inputs();
        var result = Smallest(model, inputs);
        var (one, two) = (first ? Width / 8 : Width, second ? Width / 8 : Width);
        Assert.Equal([one, two, 5L], result.Layers.Select(layer => layer.OutputsAfter));
        var columns = result.Layers.Select(layer => (double)layer.InputsAfter / layer.Inputs).ToArray();
        Assert.Equal([1, (double)one / Width, (double)two / Width], columns);
        Assert.Equal(first, result.ToString().Contains("2 of 16 channels of first", StringComparison.Ordinal));
        Assert.Equal([256L, 5], model.call(inputs).shape);
        Assert.Equal(result.ParametersAfter, model.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Copies_of_channels_are_removed_at_no_loss(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var model = new Channels();
        model.to(dtype);
        using (no_grad())
        {
            var source = tensor(Enumerable.Range(0, Width).Select(channel => channel / 4 * 4L).ToArray());
            foreach (var layer in new[] { (Conv2d)model.first, (Conv2d)model.second })
            {
                layer.weight.copy_(layer.weight.index_select(0, source));
                layer.bias!.copy_(layer.bias.index_select(0, source));
            }
        }

        using var inputs = Channels.Inputs(2_048).to_type(dtype);
        var before = model.call(inputs).detach();
        double Error() => ((model.call(inputs) - before).norm() / before.norm()).ToDouble();
        var kept = (4 * 27) + 4 + (4 * 36) + 4 + (5 * 4 * 16) + 5;
        var result = model.Compress(() => -Error(), new CompressionOptions { MaxParameters = kept, Inputs = inputs });
        Assert.Equal([4L, 4, 5], result.Layers.Select(layer => layer.OutputsAfter));
        Assert.InRange(Error(), 0, dtype == ScalarType.Float64 ? 1e-6 : 1e-4);
        Assert.InRange(result.Layers.Max(layer => layer.LostEnergy), 0, 1e-4);
    }

    /// <summary>What the fitted weights leave out is what the report says: the energy of the second layer's output on the samples.</summary>
    [Fact]
    public void The_energy_that_channels_took_with_them_is_measured_on_the_samples()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new Channels((_, x) => functional.relu(x), flatten: x => x.mean([2, 3]).view(-1, Width), points: 1);
        using var inputs = Channels.Inputs(1_024);
        Tensor Second() => ((Module<Tensor, Tensor>)model.second).call(functional.relu(model.first.call(inputs))).detach();
        var before = Second() - ((Conv2d)model.second).bias!.view(1, -1, 1, 1);
        var result = model.Compress(
            () => model.parameters().First().shape[0] == Width ? -1 : 0, new CompressionOptions { MaxParameters = 1_500, Inputs = inputs });
        Assert.True(result.Layers[1] is { Rank: null } && result.Layers[1].InputsAfter < result.Layers[1].Inputs);
        var change = (Second() - before - ((Conv2d)model.second).bias!.view(1, -1, 1, 1)).square().sum() / before.square().sum();
        Assert.Equal(change.ToDouble(), result.Layers[1].LostEnergy, 0.1 * change.ToDouble());
    }

    [Fact]
    public void Narrower_convolutions_take_no_random_numbers()
    {
        using var scope = NewDisposeScope();
        using var layer = Conv2d(6, 8, 3);
        manual_seed(7);
        var expected = rand(4);
        manual_seed(7);
        using var narrow = RankAttributes.LowRank.NarrowLayer.Of(layer, layer.weight, tensor(new long[] { 1, 3 }), null);
        Assert.True(rand(4).Equals(expected));
        Assert.True(((Conv2d)narrow).weight.Equals(layer.weight.index_select(0, tensor(new long[] { 1, 3 }))));
    }

    private static CompressionResult Smallest(Module<Tensor, Tensor> model, Tensor inputs)
        => model.Compress(() => -model.parameters().Sum(parameter => parameter.numel()), new CompressionOptions { MaxAccuracyDrop = 0, Inputs = inputs });
}
