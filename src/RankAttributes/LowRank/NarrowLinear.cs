using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Linear layers of other widths than a given one, of its device, dtype, mode and kind of parameters.</summary>
internal static class NarrowLinear
{
    /// <summary>One that keeps some outputs and some inputs.</summary>
    /// <param name="layer">The layer whose bias is taken.</param>
    /// <param name="weight">Outputs × inputs, as the layer has them.</param>
    /// <param name="outputs">Those that are kept; all where <see langword="null"/>.</param>
    /// <param name="inputs">Those that are kept; all where <see langword="null"/>.</param>
    public static Linear Of(Linear layer, Tensor weight, Tensor? outputs, Tensor? inputs)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var kept = outputs is null ? weight : weight.index_select(0, outputs);
        if (inputs is not null) kept = kept.index_select(1, inputs);
        return With(layer, kept, layer.bias is null || outputs is null ? layer.bias : layer.bias.index_select(0, outputs));
    }

    /// <summary>One of a width, with weights that are to be loaded.</summary>
    public static Linear Like(Linear layer, long outputs, long inputs)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        return With(layer, zeros(outputs, inputs), layer.bias is null ? null : zeros(outputs));
    }

    /// <summary>One with the given contents, which are copied.</summary>
    /// <remarks>It is made on the device without contents, and so takes no random numbers from a training.</remarks>
    private static Linear With(Linear layer, Tensor weight, Tensor? bias)
    {
        var made = nn.Linear(weight.shape[1], weight.shape[0], bias is not null, META, layer.weight.dtype);
        made.weight = Copy(weight, layer.weight);
        if (bias is not null) made.bias = Copy(bias, layer.bias!);
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
