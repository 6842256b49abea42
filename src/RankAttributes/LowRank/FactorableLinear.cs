using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>A fully connected layer: to r features, and from there to its outputs.</summary>
internal sealed class FactorableLinear : FactorableLayer
{
    private Linear Linear => (Linear)Layer;

    public override Parameter Weight => Linear.weight;

    public override Parameter? Bias => Linear.bias;

    protected override (nn.Module<Tensor, Tensor> Down, nn.Module<Tensor, Tensor> Up) Layers(long rank)
    {
        var (outputs, inputs) = (Weight.shape[0], Weight.shape[1]);
        return (nn.Linear(inputs, rank, hasBias: false, Weight.device, Weight.dtype), nn.Linear(rank, outputs, Bias is not null, Weight.device, Weight.dtype));
    }
}
