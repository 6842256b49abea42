using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>New convolutions of as many axes as a given one.</summary>
internal static class Convolutions
{
    /// <summary>One of the same geometry with other numbers of channels.</summary>
    /// <param name="model">The convolution whose geometry is taken.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="hasBias">Whether it has a bias.</param>
    /// <param name="device">Where it is made; on the device of the given one where <see langword="null"/>.</param>
    public static Convolution Like(Convolution model, long inputs, long outputs, bool hasBias, Device? device = null)
        => Made(model, inputs, outputs, hasBias, static _ => true, device);

    /// <summary>One of the same geometry along one axis; its kernel has the length 1 along all others.</summary>
    public static Convolution Along(Convolution model, int axis, long inputs, long outputs, bool hasBias)
        => Made(model, inputs, outputs, hasBias, other => other == axis, null);

    /// <param name="model">The convolution whose geometry is taken.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="hasBias">Whether it has a bias.</param>
    /// <param name="keeps">Whether the geometry of an axis is kept; else it does nothing along it.</param>
    /// <param name="place">Where it is made.</param>
    private static Convolution Made(Convolution model, long inputs, long outputs, bool hasBias, Func<int, bool> keeps, Device? place)
    {
        var (groups, device, dtype) = (model.groups, place ?? model.weight.device, model.weight.dtype);
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
            = (Kept(model.kernel_size, 1), Kept(model.stride, 1), Kept(model.dilation, 1), model.output_padding, model.padding_mode);
        if (model.padding_type is { } type) made.SetPadding(type);
        else made.SetPadding(Kept(model.padding!, 0));
        made.weight = new Parameter(empty([made.weight.shape[0], made.weight.shape[1], .. made.kernel_size], dtype, device));
        made.reset_parameters();
        return made;

        long[] Kept(long[] sizes, long otherwise)
            => [.. model.kernel_size.Select((_, axis) => keeps(axis) ? sizes[Math.Min(axis, sizes.Length - 1)] : otherwise)];
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
