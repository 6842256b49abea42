using TorchSharp;

namespace RankAttributes.Tracking;

/// <summary>The singular values of one weight matrix and the ranks read off them.</summary>
public sealed class Spectrum
{
    private readonly double numericalThreshold;

    private Spectrum(double[] singularValues, double numericalThreshold)
    {
        SingularValues = singularValues;
        this.numericalThreshold = numericalThreshold;
    }

    /// <summary>The singular values σ₁ ≥ σ₂ ≥ …, min(rows, columns) of them.</summary>
    public IReadOnlyList<double> SingularValues { get; }

    /// <summary>The spectral norm σ₁; 0 for a zero matrix.</summary>
    public double SpectralNorm => SingularValues.Count == 0 ? 0 : SingularValues[0];

    /// <summary>The numerical rank: the count of σᵢ &gt; σ₁ · max(rows, columns) · machine epsilon of the weight's own dtype.</summary>
    public int NumericalRank => SingularValues.Count(value => value > numericalThreshold);

    /// <summary>The stable rank ‖A‖_F² / ‖A‖², the p-effective rank at p = 2; 0 for a zero matrix.</summary>
    public double StableRank => EffectiveRank(2);

    /// <summary>The Schatten value ‖A‖_Sp^p = Σ σᵢ^p.</summary>
    /// <param name="p">The Schatten index, above 0.</param>
    public double SchattenPower(double p) => SingularValues.Where(value => value > 0).Sum(value => Math.Pow(value, p));

    /// <summary>The p-effective rank r_p = Σ (σᵢ/σ₁)^p, between 1 and the rank; 0 for a zero matrix.</summary>
    /// <param name="p">The Schatten index, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not in (0, ∞).</exception>
    public double EffectiveRank(double p)
    {
        if (!(p > 0) || double.IsInfinity(p))
            throw new ArgumentOutOfRangeException(nameof(p), p, "The Schatten index must be finite and above 0.");
        return SpectralNorm == 0 ? 0 : SingularValues.Where(value => value > 0).Sum(value => Math.Pow(value / SpectralNorm, p));
    }

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
        var matrix = weight.detach().flatten(1).to(torch.CPU).to_type(torch.ScalarType.Float64);
        if (!matrix.isfinite().all().item<bool>())
            throw new ArgumentException("The weight holds NaN or infinity, so it has no singular values.", nameof(weight));
        var values = torch.linalg.svdvals(matrix).data<double>().ToArray();
        var largest = values.Length == 0 ? 0 : values[0];
        return new Spectrum(values, largest * Math.Max(matrix.shape[0], matrix.shape[1]) * torch.finfo(weight.dtype).eps);
    }
}
