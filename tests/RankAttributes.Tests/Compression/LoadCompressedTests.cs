using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>The checkpoint of a compressed model is loaded into a fresh one, or the fresh one is left as it was.</summary>
public sealed class LoadCompressedTests
{
    [Fact]
    public void A_saved_model_is_loaded_into_a_fresh_one_by_one_call()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        model.Compress(() => task.Accuracy(model), new CompressionOptions { MaxParameters = 3_000 });
        var path = Path.GetTempFileName();
        try
        {
            model.save(path);
            var fresh = new Mlp();
            Assert.Equal(3, fresh.LoadCompressed(path).Count);
            Assert.True(fresh.call(task.Inputs).equal(model.call(task.Inputs)).all().ToBoolean());
            var bytes = File.ReadAllBytes(path);
            Refused(path, () => File.WriteAllBytes(path, bytes[..^100]), "ends within a tensor");
            Refused(path, () => File.WriteAllBytes(path, "rubbish, and more of it"u8.ToArray()), "neither a safetensors file nor");
            Refused(path, () => new Wide().save(path), "'fc1.weight' is missing");
            Refused(path, () => File.WriteAllBytes(path, [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']), "load_safetensors");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_checkpoint_with_a_bias_that_the_model_lacks_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var (task, model) = Task.Trained();
        model.Compress(() => task.Accuracy(model), new CompressionOptions { MaxParameters = 3_000 });
        var path = Path.GetTempFileName();
        try
        {
            model.save(path);
            using var fresh = new Unbiased();
            var modules = fresh.named_modules().Select(item => item.module).ToList();
            var error = Assert.Throws<InvalidDataException>(() => fresh.LoadCompressed(path));
            Assert.Contains("the model has no 'fc1.up.bias'", error.Message, StringComparison.Ordinal);
            Assert.Equal(modules, fresh.named_modules().Select(item => item.module));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What cannot be loaded is named, and leaves the model as it was.</summary>
    private static void Refused(string path, Action write, string message)
    {
        File.Delete(path);
        write();
        using var model = new Mlp();
        var modules = model.named_modules().Select(item => item.module).ToList();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        var error = Assert.Throws<InvalidDataException>(() => model.LoadCompressed(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(modules, model.named_modules().Select(item => item.module));
        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.Equals(before[entry.Key]), entry.Key));
    }

    private sealed class Unbiased : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> fc1 = Linear(40, 96, hasBias: false), fc2 = Linear(96, 64), head = Linear(64, 5);

        public Unbiased()
            : base(nameof(Unbiased)) => RegisterComponents();

        public override Tensor forward(Tensor x) => head.call(fc2.call(fc1.call(x)));
    }
}
