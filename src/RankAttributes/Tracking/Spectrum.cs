using RankAttributes.Bounds;
using RankAttributes.Tracking.Spectra;
using TorchSharp;

namespace RankAttributes.Tracking;

/// <summary>The singular values of one weight matrix and the ranks read off them.</summary>
public sealed class Spectrum
{
    private readonly long rows;
    private readonly long columns;
    private readonly double machineEpsilon;

    private Spectrum(double[] singularValues, long rows, long columns, double machineEpsilon)
    {
        SingularValues = singularValues;
        this.rows = rows;
        this.columns = columns;
        this.machineEpsilon = machineEpsilon;
    }

    /// <summary>The singular values σ₁ ≥ σ₂ ≥ …, min(rows, columns) of them.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>The spectral norm σ₁; 0 for a zero matrix.</summary>
    public double SpectralNorm => SingularValues[0];

    /// <summary>The numerical rank: the count of σᵢ &gt; σ₁ · max(rows, columns) · machine epsilon of the weight's own dtype.</summary>
    public int NumericalRank => SpectralMeasures.NumericalRank(SingularValues, rows, columns, machineEpsilon);

    /// <summary>The stable rank ‖A‖_F² / ‖A‖², the p-effective rank at p = 2; 0 for a zero matrix.</summary>
    public double StableRank => SpectralMeasures.StableRank(SingularValues);

    /// <summary>The p-effective rank r_p = Σ (σᵢ/σ₁)^p, between 1 and the rank; 0 for a zero matrix.</summary>
    /// <param name="p">The Schatten index in [0, 2].</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in [0, 2].</exception>
    public double EffectiveRank(double p) => SpectralMeasures.EffectiveRank(SingularValues, p);

    /// <summary>Measures a weight of two or more dimensions; a convolution is reshaped to <c>out × (in/groups · kernel area)</c>.</summary>
    /// <param name="weight">The weight, on any device and of any floating dtype.</param>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions, or holds NaN or infinity.</exception>
    public static Spectrum Of(torch.Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.dim() < 2)
            throw new ArgumentException($"A weight matrix has two or more dimensions; this tensor has {weight.dim()}.", nameof(weight));
        using var scope = torch.NewDisposeScope();
        using var gradientFree = torch.no_grad();
        var matrix = weight.detach().flatten(1);
        var values = Spectra.SingularValues.Of(matrix)
            ?? throw new ArgumentException("The weight holds NaN or infinity, so it has no singular values.", nameof(weight));
        return new Spectrum(values, matrix.shape[0], matrix.shape[1], torch.finfo(weight.dtype).eps);
    }
}
