using RankAttributes.Bounds;
using RankAttributes.LowRank;
using RankAttributes.Tracking.Spectra;
using TorchSharp;

namespace RankAttributes.Tracking;

/// <summary>The singular values of one weight matrix and the ranks read off them.</summary>
public sealed class Spectrum
{
    private const int MaxCurvePoints = 65;

    private readonly double[] values;
    private readonly long rows;
    private readonly long columns;
    private readonly double machineEpsilon;

    private Spectrum(double[] values, torch.Tensor matrix)
    {
        (this.values, rows, columns, machineEpsilon) = (values, matrix.shape[0], matrix.shape[1], torch.finfo(matrix.dtype).eps);
        if (values[0] > 0) machineEpsilon = RankTolerance.Of(matrix, values[0], matrix.dtype) / Math.Max(rows, columns);
    }

    /// <summary>The singular values σ₁ ≥ σ₂ ≥ …, min(rows, columns) of them.</summary>
    public IReadOnlyList<double> SingularValues => values;

    /// <summary>The spectral norm σ₁; 0 for a zero matrix.</summary>
    public double SpectralNorm => values[0];

    /// <summary>The Frobenius norm √Σσᵢ².</summary>
    public double FrobeniusNorm => SpectralMeasures.FrobeniusNorm(values);

    /// <summary>
    /// The numerical rank: the count of σᵢ &gt; σ₁ · max(rows, columns) · machine epsilon of the weight's own dtype. For half precisions that
    /// threshold is the smaller one that rounding of the entries explains.
    /// </summary>
    public int NumericalRank => SpectralMeasures.NumericalRank(values, rows, columns, machineEpsilon);

    /// <summary>The stable rank ‖A‖_F² / ‖A‖², the p-effective rank at p = 2; 0 for a zero matrix.</summary>
    public double StableRank => SpectralMeasures.StableRank(values);

    /// <summary>The entropy rank exp(−Σ qᵢ ln qᵢ), qᵢ = σᵢ/Σσ; 0 for a zero matrix.</summary>
    public double EntropyRank => SpectralMeasures.EntropyRank(values);

    /// <summary>All singular values of up to 65, else 65 of them from the first to the last, evenly spaced by index.</summary>
    internal double[] Curve => values.Length <= MaxCurvePoints
        ? values
        : [.. Enumerable.Range(0, MaxCurvePoints).Select(point => values[point * (values.Length - 1) / (MaxCurvePoints - 1)])];

    /// <summary>The p-effective rank r_p = Σ (σᵢ/σ₁)^p, between 1 and the rank; 0 for a zero matrix.</summary>
    /// <param name="p">The Schatten index in [0, 2].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in [0, 2].</exception>
    public double EffectiveRank(double p) => SpectralMeasures.EffectiveRank(values, p);

    /// <summary>‖A‖_Sp^p = Σσᵢ^p, at most <see cref="double.MaxValue"/>; 0 for a zero matrix.</summary>
    /// <param name="p">The Schatten index in [0, 2].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in [0, 2].</exception>
    public double SchattenPower(double p) => Math.Min(Math.Exp(SpectralMeasures.LogSchattenPower(values, p)), double.MaxValue);

    /// <summary>Measures a weight of two or more dimensions; a convolution is reshaped to <c>out × (in/groups · kernel area)</c>.</summary>
    /// <param name="weight">The weight, on any device and of any floating dtype.</param>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions, is empty, is not of floating-point numbers, or holds NaN or
    /// infinity.</exception>
    public static Spectrum Of(torch.Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.dim() < 2) throw new ArgumentException($"A weight matrix has two or more dimensions; this tensor has {weight.dim()}.", nameof(weight));
        using var scope = torch.NewDisposeScope();
        var (spectrum, problem) = Measure(weight.detach().flatten(1));
        return spectrum ?? throw new ArgumentException($"The weight {problem}.", nameof(weight));
    }

    /// <summary>Measures a matrix, or says why it cannot be measured.</summary>
    internal static (Spectrum? Spectrum, string? Problem) Measure(torch.Tensor matrix)
    {
        if (UnmeasurableWeight.Reason(matrix) is { } reason) return (null, reason);
        var values = Spectra.SingularValues.Of(matrix);
        if (values is null) return (null, "holds NaN or infinity, so it has no singular values");
        return double.IsFinite(values[0]) ? (new Spectrum(values, matrix), null) : (null, "has singular values beyond the range of double precision");
    }
}
