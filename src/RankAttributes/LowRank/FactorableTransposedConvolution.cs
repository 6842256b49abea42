using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>
/// A transposed convolution: a convolution of one point to r channels of each group, and the same kernel, stride and padding from there. Both
/// work on the input's positions, so that multiplications fall as weights do.
/// </summary>
internal sealed class FactorableTransposedConvolution : FactorableLayer
{
    private Convolution Convolution => (Convolution)Layer;

    public override Parameter Weight => Convolution.weight;

    public override Parameter? Bias => Convolution.bias;

    public override long Groups => Convolution.groups;

    protected override (nn.Module<Tensor, Tensor> Down, nn.Module<Tensor, Tensor> Up) Layers(long rank)
    {
        var up = Convolutions.Like(Convolution, rank * Groups, Convolution.out_channels, Bias is not null);
        return (Convolutions.OfOnePoint(Convolution, Convolution.in_channels, rank * Groups, hasBias: false), up);
    }

    /// <remarks>The weight's first axis is the input, so that the factor of its rows belongs to the first layer, transposed within each group.</remarks>
    protected override void Fill(Parameter down, Parameter up, Tensor left, Tensor right)
    {
        down.copy_(left.transpose(1, 2).reshape(down.shape));
        up.copy_(right.reshape(up.shape));
    }
}
