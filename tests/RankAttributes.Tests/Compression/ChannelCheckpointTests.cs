using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>A checkpoint with fewer channels is loaded into a fresh model; one that no removal of channels could make is refused.</summary>
public sealed class ChannelCheckpointTests : IDisposable
{
    private const int Width = Channels.Width;

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("generated code", 1_500)]
    [InlineData("reflection", 1_500)]
    [InlineData("safetensors", 1_500)]
    [InlineData("state", 1_500)]
    [InlineData("generated code", 300)]
    [InlineData("reflection", 300)]
    [InlineData("safetensors", 300)]
    [InlineData("state", 300)]
    public void A_saved_model_is_loaded_into_a_fresh_one(string way, int most)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new Channels();
        using var inputs = Channels.Inputs();
        var result = model.Compress(
            () => -(model.parameters().First().shape[0] == Width ? 1 : 0), new CompressionOptions { MaxParameters = most, Inputs = inputs });
        Assert.Contains(result.Layers, layer => layer.OutputsAfter < layer.Outputs && layer.Rank is null == (most == 1_500));
        using var fresh = new Channels();
        Checkpoints.Reload(way, result, model, fresh, inputs, path);
    }

    [Fact]
    public void A_file_that_no_removal_of_channels_makes_is_refused()
    {
        using var scope = NewDisposeScope();
        Refused(Three(Conv2d(3, 8, 5), Conv2d(8, Width, 3), Linear(256, 5)), "'first.weight' is 8 × 3 × 5 × 5, not 16 × 3 × 3 × 3");
        Refused(Three(Conv2d(3, 32, 3), Conv2d(32, Width, 3), Linear(256, 5)), "'first.weight' is 32 × 3 × 3 × 3, not 16 × 3 × 3 × 3");
        Refused(Three(Conv2d(2, 8, 3), Conv2d(8, Width, 3), Linear(256, 5)), "'first.weight' is 8 × 2 × 3 × 3, not 16 × 3 × 3 × 3");

        // The second makes half of its channels, of which the head takes less than all points, or more.
        Refused(Three(Conv2d(3, Width, 3), Conv2d(Width, 8, 3), Linear(120, 5)), "'head.weight' is 5 × 120, not 5 × 256");
        Refused(Three(Conv2d(3, Width, 3), Conv2d(Width, 8, 3), Linear(256, 5)), "'second.weight' is 8 × 16 × 3 × 3, not 16 × 16 × 3 × 3");

        // Nothing makes what the head takes, or the second convolution: the head is no layer that takes channels one by one.
        Refused(Three(Conv2d(3, Width, 3), Conv2d(Width, Width, 3), Linear(128, 5)), "'head.weight' is 5 × 128, not 5 × 256");
        Refused(Three(Conv2d(3, 8, 3), Conv2d(4, Width, 3), Linear(256, 5)), "'second.weight' is 16 × 4 × 3 × 3, not 16 × 16 × 3 × 3");
    }

    /// <summary>With half of everything a layer could take the units of several; the order in which layers are declared need not be that of a run.</summary>
    [Theory]
    [InlineData("one,two,three,four")]
    [InlineData("four,three,two,one")]
    [InlineData("three,one,four,two")]
    public void Layers_of_like_widths_are_told_apart(string order)
    {
        using var scope = NewDisposeScope();
        using var file = Declared(4, 64);
        using var model = Declared(8, 128);
        file.save(path);
        Assert.Equal(4, model.LoadCompressed(path).Count);
        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.Equals(file.state_dict()[entry.Key]), entry.Key));

        Sequential Declared(int channels, int width)
        {
            var layers = new Dictionary<string, Module<Tensor, Tensor>>
            {
                ["one"] = Conv2d(3, channels, 3, padding: 1), ["two"] = Linear(channels * 16, width), ["three"] = Linear(width, width),
                ["four"] = Linear(width, 5),
            };
            return Sequential(order.Split(',').Select(name => (name, layers[name])));
        }
    }

    private static Sequential Three(Conv2d first, Conv2d second, Linear head)
        => Sequential(("first", (Module<Tensor, Tensor>)first), ("second", second), ("head", head));

    private void Refused(Sequential file, string message)
    {
        using var model = new Channels();
        Checkpoints.Refused(file, model, message, path);
    }
}
