using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Network;

/// <summary>Copies of the weights of a model as they were, by name.</summary>
internal sealed class ReferenceWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);

    public ReferenceWeights(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        foreach (var layer in LiveLayer.Of(model)) weights[layer.Name] = layer.Matrix.detach().clone().DetachFromDisposeScope();
    }

    public Tensor? this[string name] => weights.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var weight in weights.Values) weight.Dispose();
    }
}
