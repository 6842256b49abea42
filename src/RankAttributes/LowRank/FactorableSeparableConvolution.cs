using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>
/// A convolution of two axes: one along the rows' axis to r channels of each group, and one along the columns' axis from there. Its matrix has a row for
/// each output channel and column of the kernel, and a column for each input channel and row of the kernel.
/// </summary>
/// <remarks>Jaderberg, Vedaldi and Zisserman, Speeding up Convolutional Neural Networks with Low Rank Expansions (2014), section 2.2.</remarks>
internal sealed class FactorableSeparableConvolution : FactorableConvolution
{
    public override Tensor Matrices
    {
        get
        {
            var split = Weight.detach().reshape(Groups, Outputs, Inputs, Height, Width);
            return split.permute(0, 1, 4, 2, 3).reshape(Groups, Outputs * Width, Inputs * Height);
        }
    }

    private long Outputs => Weight.shape[0] / Groups;

    private long Inputs => Weight.shape[1];

    private long Height => Weight.shape[2];

    private long Width => Weight.shape[3];

    /// <summary>
    /// The layer in this form, or <see langword="null"/> where it has no two axes, or where columns are left out: the first of two layers would compute them.
    /// </summary>
    public static new FactorableSeparableConvolution? Of(nn.Module module)
        => module is Conv2d { kernel_size: [> 1, > 1], stride: [.., 1] } convolution ? new FactorableSeparableConvolution { Layer = convolution } : null;

    public override FactorableLayer Like(nn.Module other) => Of(other)!;

    public override long WeightsAt(long rank) => Groups * rank * ((Outputs * Width) + (Inputs * Height));

    /// <remarks>A column of the kernel sees the same rows, shifted: what enters the first layer is the sum over columns.</remarks>
    public override (Tensor Gram, long Samples) Entering(Tensor gram, long samples)
    {
        var split = gram.reshape(Groups, Inputs * Height, Width, Inputs * Height, Width);
        return (split.diagonal(0, 2, 4).sum([-1L]), samples * Width);
    }

    protected override (nn.Module<Tensor, Tensor> Down, nn.Module<Tensor, Tensor> Up) Layers(long rank)
    {
        var down = Convolutions.Along(Convolution, 0, Convolution.in_channels, rank * Groups, hasBias: false);
        return (down, Convolutions.Along(Convolution, 1, rank * Groups, Convolution.out_channels, Bias is not null));
    }

    protected override void Fill(Parameter down, Parameter up, Tensor left, Tensor right)
    {
        down.copy_(right.reshape(down.shape));
        up.copy_(left.reshape(Groups * Outputs, Width, -1).transpose(1, 2).unsqueeze(2));
    }
}
