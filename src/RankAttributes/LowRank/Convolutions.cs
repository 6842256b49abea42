using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>New convolutions of as many axes as a given one.</summary>
internal static class Convolutions
{
    /// <summary>One of the same geometry with other numbers of channels.</summary>
    public static Convolution Like(Convolution model, long inputs, long outputs, bool hasBias)
    {
        var (groups, device, dtype) = (model.groups, model.weight.device, model.weight.dtype);
        Convolution made = model switch
        {
            Conv1d => nn.Conv1d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            Conv2d => nn.Conv2d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            Conv3d => nn.Conv3d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            ConvTranspose1d => nn.ConvTranspose1d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            ConvTranspose2d => nn.ConvTranspose2d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            ConvTranspose3d => nn.ConvTranspose3d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            _ => throw new ArgumentException($"{model.GetType().Name} is not a convolution of TorchSharp.", nameof(model)),
        };
        (made.kernel_size, made.stride, made.dilation, made.output_padding, made.padding_mode)
            = (model.kernel_size, model.stride, model.dilation, model.output_padding, model.padding_mode);
        if (model.padding_type is { } type) made.SetPadding(type);
        else made.SetPadding(model.padding!);
        made.weight = new Parameter(empty([made.weight.shape[0], made.weight.shape[1], .. model.kernel_size], dtype, device));
        made.reset_parameters();
        return made;
    }

    /// <summary>One whose kernel is a single point.</summary>
    public static Convolution OfOnePoint(Convolution model, long inputs, long outputs, bool hasBias)
    {
        var (groups, device, dtype) = (model.groups, model.weight.device, model.weight.dtype);
        return model.kernel_size.Length switch
        {
            1 => nn.Conv1d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            2 => nn.Conv2d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
            _ => nn.Conv3d(inputs, outputs, 1, groups: groups, bias: hasBias, device: device, dtype: dtype),
        };
    }
}
