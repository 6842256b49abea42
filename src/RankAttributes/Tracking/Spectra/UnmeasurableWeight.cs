using static TorchSharp.torch;

namespace RankAttributes.Tracking.Spectra;

/// <summary>Tensors that have no singular values to measure.</summary>
internal static class UnmeasurableWeight
{
    /// <summary>Why a matrix cannot be decomposed, as the rest of a sentence that begins with its name; <see langword="null"/> where it can be tried.</summary>
    public static string? Reason(Tensor matrix) => matrix switch
    {
        _ when matrix.numel() == 0 => $"is empty ({string.Join(" × ", matrix.shape)})",
        _ when matrix.device_type == TorchSharp.DeviceType.META => "has no values: it is on the meta device",
        _ when matrix.is_complex() => $"holds complex numbers ({matrix.dtype}); only real weights are measured",
        _ when !matrix.is_floating_point() => $"holds integers ({matrix.dtype}); only floating-point weights are measured",
        _ => null,
    };
}
