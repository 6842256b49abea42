using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>The contents of a model's tensors and the modes of its modules at one time.</summary>
internal sealed class ModelBackup : IDisposable
{
    private readonly List<(Tensor Live, Tensor Copy)> tensors;
    private readonly List<(nn.Module Module, bool IsTraining)> modes;

    public ModelBackup(nn.Module model)
    {
        using var gradientFree = no_grad();
        tensors = [.. model.parameters().Concat(model.buffers()).Select(tensor => (tensor, tensor.detach().clone().DetachFromDisposeScope()))];
        modes = [.. model.named_modules().Select(item => item.module).Prepend(model).Select(module => (module, module.training))];
    }

    /// <summary>Writes everything back.</summary>
    public void Restore()
    {
        RestoreTensors();
        RestoreModes();
    }

    /// <summary>Writes the tensors back.</summary>
    public void RestoreTensors()
    {
        using var gradientFree = no_grad();
        foreach (var (live, copy) in tensors) live.copy_(copy);
    }

    /// <summary>Sets the modes, from the outside in: a mode that is set goes to everything below.</summary>
    public void RestoreModes()
    {
        foreach (var (module, isTraining) in modes) module.train(isTraining);
    }

    public void Dispose()
    {
        foreach (var (_, copy) in tensors) copy.Dispose();
    }
}
