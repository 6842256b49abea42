using RankAttributes.Bounds;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>XᵀX of activations, in double precision.</summary>
/// <param name="Values">width × width numbers, row by row.</param>
/// <param name="Width">The number of columns of X.</param>
/// <param name="Rows">The number of rows of X.</param>
/// <param name="MachineEpsilon">That of the activations' dtype.</param>
internal sealed record GramMatrix(double[] Values, long Width, long Rows, double MachineEpsilon)
{
    // Below this share of σ₁ a Gram matrix in double precision knows nothing.
    private const double Resolution = 1e-7;

    /// <summary>That of the rows of both; <see langword="null"/> where the widths differ.</summary>
    public GramMatrix? Add(GramMatrix other)
        => Width == other.Width
            ? new([.. Values.Zip(other.Values, (own, others) => own + others)], Width, Rows + other.Rows, Math.Max(MachineEpsilon, other.MachineEpsilon))
            : null;

    /// <summary>The ranks of X; <see langword="null"/> where an activation is not finite.</summary>
    public ActivationRanks? ComputeRanks()
    {
        if (!Array.TrueForAll(Values, double.IsFinite)) return null;
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var values = linalg.eigvalsh(tensor(Values, Width, Width)).clamp(0).sqrt().data<double>().ToArray();
        return new ActivationRanks(
            values.Length,
            Rows,
            SpectralMeasures.NumericalRank(values, Rows, values.Length, Math.Max(MachineEpsilon, Resolution / Math.Max(Rows, values.Length))),
            SpectralMeasures.EntropyRank(values),
            SpectralMeasures.StableRank(values));
    }
}
