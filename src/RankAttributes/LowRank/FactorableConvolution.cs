using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>
/// A convolution: the same kernel, stride, padding and dilation to r channels of each group, and a convolution of one point from there. Both
/// work on the output's positions, so that multiplications fall as weights do.
/// </summary>
internal class FactorableConvolution : FactorableLayer
{
    protected Convolution Convolution => (Convolution)Layer;

    public override Parameter Weight => Convolution.weight;

    public override Parameter? Bias => Convolution.bias;

    public override long Groups => Convolution.groups;

    protected override (nn.Module<Tensor, Tensor> Down, nn.Module<Tensor, Tensor> Up) Layers(long rank)
    {
        var down = Convolutions.Like(Convolution, Convolution.in_channels, rank * Groups, hasBias: false);
        return (down, Convolutions.OfOnePoint(Convolution, rank * Groups, Convolution.out_channels, Bias is not null));
    }
}
