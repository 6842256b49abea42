namespace RankAttributes.Bounds;

/// <summary>The norms of one weight matrix that the comparison bounds use. Immutable.</summary>
public sealed record LayerNorms
{
    private readonly double mixedNorm;
    private readonly double lipschitz = 1;

    /// <summary>Makes the norms of an m × n matrix.</summary>
    /// <param name="outputs">Rows m ≥ 1.</param>
    /// <param name="inputs">Columns n ≥ 1.</param>
    /// <param name="spectralNorm">‖A‖ ≥ 0.</param>
    /// <param name="frobeniusNorm">‖A‖_F ≥ 0.</param>
    public LayerNorms(long outputs, long inputs, double spectralNorm, double frobeniusNorm)
    {
        Outputs = Guard.AtLeastOne(outputs, nameof(outputs));
        Inputs = Guard.AtLeastOne(inputs, nameof(inputs));
        SpectralNorm = Guard.NotNegative(spectralNorm, nameof(spectralNorm));
        FrobeniusNorm = Guard.NotNegative(frobeniusNorm, nameof(frobeniusNorm));
    }

    /// <summary>Rows m.</summary>
    public long Outputs { get; }

    /// <summary>Columns n.</summary>
    public long Inputs { get; }

    /// <summary>‖A‖.</summary>
    public double SpectralNorm { get; }

    /// <summary>‖A‖_F.</summary>
    public double FrobeniusNorm { get; }

    /// <summary>‖Aᵀ − Mᵀ‖_{2,1} ≥ 0: the sum over rows of A − M of their Euclidean norms; M is the reference matrix, 0 unless one was kept.</summary>
    public double MixedNorm { get => mixedNorm; init => mixedNorm = Guard.NotNegative(value, nameof(MixedNorm)); }

    /// <summary>The Lipschitz constant ρ ≥ 0 of the activation after the layer; 1 by default.</summary>
    public double Lipschitz { get => lipschitz; init => lipschitz = Guard.NotNegative(value, nameof(Lipschitz)); }

    /// <summary>
    /// The largest norms that a matrix under a constraint can have: ‖A‖ = s; ‖A‖_F = s·√r, since Σσ² ≤ s²·Σ(σ/s)^p for p ≤ 2;
    /// ‖Aᵀ‖_{2,1} = √m·‖A‖_F. They are what the bounds can say before there are weights.
    /// </summary>
    /// <param name="layer">The constraint.</param>
    public static LayerNorms LargestOf(LayerConstraint layer)
    {
        if (layer is null) throw new ArgumentNullException(nameof(layer));
        var frobenius = Math.Min(layer.SpectralNorm * Math.Sqrt(layer.Rank), double.MaxValue);
        return new LayerNorms(layer.Outputs, layer.Inputs, layer.SpectralNorm, frobenius)
        {
            MixedNorm = Math.Min(Math.Sqrt(layer.Outputs) * frobenius, double.MaxValue),
            Lipschitz = layer.Lipschitz,
        };
    }
}
