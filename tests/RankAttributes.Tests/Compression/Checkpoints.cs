using TorchSharp;
using TorchSharp.PyBridge;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>What every way to save and load a compressed model must keep.</summary>
internal static class Checkpoints
{
    /// <summary>Saves a compressed model, loads it into a fresh one, and compares the two.</summary>
    public static void Reload<T>(string way, CompressionResult result, T model, T fresh, Tensor inputs, string path)
        where T : Module<Tensor, Tensor>, IRankRegularized
    {
        if (way == "safetensors") model.save_safetensors(path);
        else model.save(path);
        var layers = way switch
        {
            "generated code" => CompressedCheckpoint.Load(fresh, path), "reflection" => fresh.LoadCompressed(path),
            "state" => fresh.FactorizeLike(model.state_dict()), _ => fresh.FactorizeLike(path),
        };
        if (way == "state") fresh.load_state_dict(model.state_dict());
        else if (way == "safetensors") fresh.load_safetensors(path);
        Assert.Equal(result.Layers.Select(layer => (layer.Name, layer.OutputsAfter, layer.InputsAfter, layer.WeightsAfter)),
            layers.Select(layer => (layer.Name, layer.OutputsAfter, layer.InputsAfter, layer.WeightsAfter)));
        Assert.Equal(result.Layers.Where(layer => layer.Rank is not null).Select(layer => (layer.Name, layer.Rank)),
            layers.Where(layer => !layer.IsWhole).Select(layer => (layer.Name, (int?)layer.Rank)));
        Assert.True(fresh.call(inputs).equal(model.call(inputs)).all().ToBoolean());
        Assert.Equal(model.state_dict().Keys, fresh.state_dict().Keys);
        Assert.Equal(model.RegularizationLoss().ToDouble(), fresh.RegularizationLoss().ToDouble());
        Assert.Equal(model.parameters().Select(parameter => parameter.shape), fresh.parameters().Select(parameter => parameter.shape));
    }

    /// <summary>Saves another model, which a model refuses to load, and stays as it was.</summary>
    public static void Refused(Module file, Module model, string message, string path)
    {
        using (file) file.save(path);
        var modules = model.named_modules().Select(item => item.module).ToList();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        foreach (var load in new Action[] { () => model.LoadCompressed(path), () => CompressedCheckpoint.Load(model, path) })
            Assert.Contains(message, Assert.Throws<InvalidDataException>(load).Message, StringComparison.Ordinal);
        Assert.Equal(modules, model.named_modules().Select(item => item.module));
        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.Equals(before[entry.Key]), entry.Key));
    }
}
