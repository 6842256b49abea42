using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>
/// A weight brought to its computing dtype and to entries of such a size that its Gram matrix neither overflows nor underflows: φ(sA) = sᵖ φ(A) and ∇φ(sA) =
/// sᵖ⁻¹ ∇φ(A), because the smoothing is relative.
/// </summary>
/// <param name="Matrix">The scaled matrix, rows × columns, float32 or float64, outside every gradient.</param>
/// <param name="Scale">The factor s, a power of two; 1 for entries of a usual size, 0 for a zero matrix.</param>
internal readonly record struct ScaledMatrix(Tensor Matrix, double Scale)
{
    /// <summary>Entries up to this, and down to its inverse, keep away from overflow and underflow by themselves.</summary>
    private const double Usual = 1e6;

    /// <summary>Reads a weight; half precisions are widened to float32.</summary>
    /// <exception cref="NonFiniteWeightException">The weight holds NaN or infinity.</exception>
    public static ScaledMatrix Of(Tensor matrix, string name)
    {
        var wide = matrix.detach().to_type(ComputingType(matrix.dtype));
        if (wide.numel() == 0) return new ScaledMatrix(wide, 0);

        // One pass tells of most weights that their entries are finite and of a usual size.
        var norm = wide.norm().ToDouble();
        if (norm < Usual && norm > Math.Sqrt(wide.numel()) / Usual) return new ScaledMatrix(wide, 1);
        var (least, most) = wide.aminmax();
        var largest = Math.Max(-least.ToDouble(), most.ToDouble());
        if (!double.IsFinite(largest)) throw new NonFiniteWeightException(name);
        if (largest == 0) return new ScaledMatrix(wide, 0);

        // A power of two: any other factor rounds every entry, which the smallest singular values of a rank-deficient weight notice.
        var scale = Math.ScaleB(1, Math.Max(Math.ILogB(largest), -126));
        return scale is > 1 / Usual and < Usual ? new ScaledMatrix(wide, 1) : new ScaledMatrix(wide * (1 / scale), scale);
    }

    /// <summary>The dtype a weight is computed in: float64 for float64, float32 for all else.</summary>
    public static ScalarType ComputingType(ScalarType type) => type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>Undoes the scaling of a value and gradient found for the scaled matrix.</summary>
    /// <param name="scaled">Value and gradient at the scaled matrix.</param>
    /// <param name="degree">The degree d of the value: φ(sA) = s^d φ(A).</param>
    public PenaltyEvaluation Restore(PenaltyEvaluation scaled, double degree) => new(
        scaled.Value * Math.Pow(Scale, degree),
        Scale == 1 ? scaled.Gradient : scaled.Gradient.mul_(Math.Pow(Scale, degree - 1)),
        scaled.MeanWeight * Math.Pow(Scale, degree - 2));
}
