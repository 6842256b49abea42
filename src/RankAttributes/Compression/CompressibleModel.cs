using System.Diagnostics.CodeAnalysis;
using RankAttributes.LowRank;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>A model that takes other forms for a while: layers replaced, weights tuned. <see cref="Restore"/> brings it back to the last bit.</summary>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal sealed class CompressibleModel : IDisposable
{
    private readonly ModelBackup backup;
    private readonly ModuleGraph graph;
    private ModuleSwap? present;

    public CompressibleModel(nn.Module<Tensor, Tensor> module)
    {
        Module = module;
        graph = new ModuleGraph(module, ModuleAccess.ByReflection);
        Candidates = Candidate.In(graph);
        Layers = [.. Candidates.Where(candidate => candidate.Obstacle is null)];
        backup = new ModelBackup(module);
    }

    public nn.Module<Tensor, Tensor> Module { get; }

    /// <summary>Every linear layer and convolution.</summary>
    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>Those that can be replaced.</summary>
    public IReadOnlyList<Candidate> Layers { get; }

    /// <summary>Entries of all parameters in the present form.</summary>
    public long Parameters => Module.parameters().Sum(parameter => parameter.numel());

    /// <summary>Bytes of all parameters and buffers in the present form.</summary>
    public long Bytes => Module.parameters().Concat(Module.buffers()).Sum(tensor => tensor.numel() * tensor.element_size());

    /// <summary>A form in which modules take the places of <see cref="Layers"/>; <see langword="null"/> for those that stay.</summary>
    public ModuleSwap FormOf(IEnumerable<nn.Module?> modules)
        => new(graph, [.. Layers.Zip(modules).Where(pair => pair.Second is not null).Select(pair => ((nn.Module)pair.First.Layer.Layer, pair.Second!))]);

    /// <summary>Whether one place alone holds a layer.</summary>
    public bool IsHeldOnce(int place) => graph.SlotsOf(Layers[place].Layer.Layer).Count == 1;

    /// <summary>A module that is to take a layer's place, with the hooks of that layer.</summary>
    public nn.Module<Tensor, Tensor> Hooked(int place, nn.Module<Tensor, Tensor> module)
    {
        graph.Access.CopyHooks(Layers[place].Layer.Layer, module);
        return module;
    }

    /// <summary>Gives the model a form.</summary>
    public void Take(ModuleSwap form)
    {
        form.Put();
        present = form;
    }

    /// <summary>Gives the model a tried form with its weights, in the modes that its modules had at first.</summary>
    public void Take(Trial trial)
    {
        backup.RestoreModes();
        Take(trial.Form);
        trial.Weights.RestoreTensors();
        trial.Form.CopyModes();
    }

    /// <summary>The model as it was at first.</summary>
    public void Restore()
    {
        present?.Undo();
        present = null;
        backup.Restore();
    }

    public void Dispose() => backup.Dispose();
}
