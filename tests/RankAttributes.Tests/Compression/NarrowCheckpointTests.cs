using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>A checkpoint with fewer hidden units is loaded into a fresh model; one that no removal of units could make is refused.</summary>
public sealed class NarrowCheckpointTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("generated code", 2_000)]
    [InlineData("reflection", 2_000)]
    [InlineData("safetensors", 2_000)]
    [InlineData("state", 2_000)]
    [InlineData("generated code", 700)]
    [InlineData("reflection", 700)]
    [InlineData("safetensors", 700)]
    [InlineData("state", 700)]
    public void A_saved_model_is_loaded_into_a_fresh_one(string way, int most)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new Narrowable();
        using var inputs = randn(512, 24);
        var before = model.call(inputs).detach();
        var result = model.Compress(
            () => -(model.call(inputs) - before).norm().ToDouble() - (model.parameters().First().shape[0] == 64 ? 1e3 : 0),
            new CompressionOptions { MaxParameters = most, Inputs = inputs });
        Assert.Contains(result.Layers, layer => layer.OutputsAfter < layer.Outputs && layer.Rank is null == (most == 2_000));
        using var fresh = new Narrowable();
        Checkpoints.Reload(way, result, model, fresh, inputs, path);
    }

    [Fact]
    public void A_file_that_no_removal_of_units_makes_is_refused()
    {
        using var scope = NewDisposeScope();
        Refused(new Narrowable(96), "'enter.weight' is 96 × 24, not 64 × 24");
        Refused(new Narrowable(32, inputs: 12), "'enter.weight' is 32 × 12, not 64 × 24");
        Refused(new Narrowable(32, outputs: 3), "'leave.weight' is 3 × 32, not 6 × 64");

        // One layer makes fewer units than the next takes.
        Refused(Odd(("enter", 32, 24), ("middle", 48, 64), ("leave", 6, 48)), "'enter.weight' is 32 × 24, not 64 × 24");

        // All are narrower, so that the first takes units that nothing makes.
        Refused(Odd(("enter", 32, 12), ("middle", 32, 32), ("leave", 3, 32)), "'enter.weight' is 32 × 12, not 64 × 24");
    }

    [Fact]
    public void A_file_in_a_circle_of_narrower_layers_is_refused()
    {
        using var scope = NewDisposeScope();
        using var file = new Narrowable(8, 8, 8);
        file.save(path);
        using var model = new Narrowable(16, 16, 16);
        var error = Assert.Throws<InvalidDataException>(() => model.LoadCompressed(path));
        Assert.Contains("'enter.weight' is 8 × 8, not 16 × 16", error.Message, StringComparison.Ordinal);
    }

    private static TorchSharp.Modules.Sequential Odd(params (string Name, long Outputs, long Inputs)[] layers)
        => Sequential(layers.Select(layer => (layer.Name, (Module<Tensor, Tensor>)Linear(layer.Inputs, layer.Outputs))));

    private void Refused(Module file, string message)
    {
        using var model = new Narrowable();
        Checkpoints.Refused(file, model, message, path);
    }
}
