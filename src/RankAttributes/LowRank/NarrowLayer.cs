using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Linear layers and convolutions of other widths than a given one, of its geometry, device, dtype, mode and kind of parameters.</summary>
internal static class NarrowLayer
{
    /// <summary>Whether a layer can be made narrower: each of its outputs is made of all its inputs.</summary>
    public static bool IsPossible(nn.Module layer) => layer is Linear or (Conv1d or Conv2d or Conv3d) and Convolution { groups: 1 };

    /// <summary>One that keeps some outputs and some inputs, which are channels in a convolution.</summary>
    /// <param name="layer">The layer whose bias is taken.</param>
    /// <param name="weight">Outputs × inputs, and the kernel's axes, as the layer has them.</param>
    /// <param name="outputs">Those that are kept; all where <see langword="null"/>.</param>
    /// <param name="inputs">Those that are kept; all where <see langword="null"/>.</param>
    public static nn.Module<Tensor, Tensor> Of(nn.Module<Tensor, Tensor> layer, Tensor weight, Tensor? outputs, Tensor? inputs)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var kept = outputs is null ? weight : weight.index_select(0, outputs);
        if (inputs is not null) kept = kept.index_select(1, inputs);
        var bias = FactorableLayer.Of(layer)!.Bias;
        return With(layer, kept, bias is null || outputs is null ? bias : bias.index_select(0, outputs));
    }

    /// <summary>One of a width, with weights that are to be loaded.</summary>
    public static nn.Module<Tensor, Tensor> Like(nn.Module<Tensor, Tensor> layer, long outputs, long inputs)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var whole = FactorableLayer.Of(layer)!;
        return With(layer, zeros([outputs, inputs, .. whole.Weight.shape[2..]]), whole.Bias is null ? null : zeros(outputs));
    }

    /// <summary>One with the given contents, which are copied.</summary>
    /// <remarks>It is made on the device without contents, and so takes no random numbers from a training.</remarks>
    private static nn.Module<Tensor, Tensor> With(nn.Module<Tensor, Tensor> layer, Tensor weight, Tensor? bias)
    {
        var (outputs, inputs, hasBias) = (weight.shape[0], weight.shape[1], bias is not null);
        nn.Module<Tensor, Tensor> made;
        if (layer is Convolution convolution)
        {
            var other = Convolutions.Like(convolution, inputs, outputs, hasBias, META);
            other.weight = Copy(weight, convolution.weight);
            if (bias is not null) other.bias = Copy(bias, convolution.bias!);
            made = other;
        }
        else
        {
            var linear = (Linear)layer;
            var other = nn.Linear(inputs, outputs, hasBias, META, linear.weight.dtype);
            other.weight = Copy(weight, linear.weight);
            if (bias is not null) other.bias = Copy(bias, linear.bias!);
            made = other;
        }

        made.train(layer.training);
        return made;
    }

    private static Parameter Copy(Tensor contents, Parameter like)
    {
        var copy = new Parameter(contents.detach().to(like.dtype, like.device, copy: true), like.requires_grad);
        copy.DetachFromDisposeScope();
        return copy;
    }
}
