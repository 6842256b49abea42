using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>A tensor with the shape of a weight matrix that no singular values can be computed of.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Obstacle">Why not, to follow the name: <c>holds Int8</c>.</param>
internal sealed record RefusedWeight(string Name, string Obstacle)
{
    /// <summary>The obstacle, or <see langword="null"/> where there is none.</summary>
    public static string? Reason(Tensor weight) => weight switch
    {
        { device_type: DeviceType.META } => "is on the meta device, so it has a shape and no values",
        { is_sparse: true } => "is sparse",
        { dtype: ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 } => null,
        { dtype: ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 } =>
            $"holds complex numbers ({weight.dtype}), of which only the real parts would be regularized",
        _ => $"holds {weight.dtype}, which has no gradient",
    };

    /// <summary>Names all of them, with the remedy.</summary>
    /// <exception cref="NotSupportedException">There is one at least.</exception>
    public static void Throw(IReadOnlyList<RefusedWeight> weights)
    {
        if (weights.Count == 0) return;
        throw new NotSupportedException(
            string.Join("; ", weights.Select(weight => $"the weight '{weight.Name}' {weight.Obstacle}"))
            + ". Mark the member that holds it with [SchattenIgnore], or give it real values before the penalty is computed.");
    }
}
