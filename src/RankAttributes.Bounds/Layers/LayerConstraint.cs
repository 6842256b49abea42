namespace RankAttributes.Bounds;

/// <summary>
/// The constraints on the weight matrix A of one layer: its shape m × n, its spectral norm ‖A‖ ≤ s, and its rank, either soft
/// (Σσᵢ^p ≤ s^p·r) or hard (rank A ≤ r). Immutable.
/// </summary>
public sealed record LayerConstraint
{
    private readonly double? rank;
    private readonly double p;
    private readonly double spectralNorm = 1;
    private readonly double lipschitz = 1;
    private readonly double? biasNorm;
    private readonly long spatialWidth = 1;
    private readonly long overlap = 1;

    /// <summary>Makes the constraint of an m × n matrix of full rank, unit norm and index p = 0.</summary>
    /// <param name="outputs">Rows m ≥ 1.</param>
    /// <param name="inputs">Columns n ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the range its property states.</exception>
    public LayerConstraint(long outputs, long inputs)
    {
        Outputs = Guard.AtLeastOne(outputs, nameof(outputs));
        Inputs = Guard.AtLeastOne(inputs, nameof(inputs));
    }

    /// <summary>Rows m ≥ 1: outputs, or output channels.</summary>
    public long Outputs { get; }

    /// <summary>Columns n ≥ 1: inputs, or input channels per group times the kernel's area.</summary>
    public long Inputs { get; }

    /// <summary>The full rank q = min(m, n).</summary>
    public long FullRank => Math.Min(Outputs, Inputs);

    /// <summary>The rank budget r, at least 0; q where none is given. Above q it counts as q.</summary>
    public double Rank
    {
        get => rank is { } given ? Math.Min(given, FullRank) : FullRank;
        init => rank = Guard.NotNegative(value, nameof(Rank));
    }

    /// <summary>Whether <see cref="Rank"/> bounds the rank itself (hard) or the p-effective rank (soft, the default).</summary>
    public bool IsHardRank { get; init; }

    /// <summary>Whether the budget stays as it is when one rank is chosen for all layers: the layer is not regularized, say.</summary>
    public bool IsRankFixed { get; init; }

    /// <summary>The Schatten index p in [0, 2]; 0, the default, is the limit in which the bound counts parameters.</summary>
    public double P { get => p; init => p = Guard.Index(value, nameof(P)); }

    /// <summary>The number w ≥ 1 of spatial positions of the layer's output; 1 for a linear layer.</summary>
    public long SpatialWidth { get => spatialWidth; init => spatialWidth = Guard.AtLeastOne(value, nameof(SpatialWidth)); }

    /// <summary>The bound s ≥ 0 on the spectral norm ‖A‖; 1 by default.</summary>
    public double SpectralNorm { get => spectralNorm; init => spectralNorm = Guard.NotNegative(value, nameof(SpectralNorm)); }

    /// <summary>The Lipschitz constant ρ ≥ 0 of the activation after the layer; 1 by default.</summary>
    public double Lipschitz { get => lipschitz; init => lipschitz = Guard.NotNegative(value, nameof(Lipschitz)); }

    /// <summary>The overlap κ ≥ 1 of a convolution: at most κ patches share one input value. 1 for a linear layer.</summary>
    public long Overlap { get => overlap; init => overlap = Guard.AtLeastOne(value, nameof(Overlap)); }

    /// <summary>The bound β ≥ 0 on the Euclidean norm of the bias, or <see langword="null"/> where there is none.</summary>
    public double? BiasNorm { get => biasNorm; init => biasNorm = value is { } norm ? Guard.NotNegative(norm, nameof(BiasNorm)) : null; }

    /// <summary>
    /// Why no Lipschitz constant bounds the layer (batch normalization in training mode, attention, a multiplicative gate), or
    /// <see langword="null"/> where one does. Such a layer has no certificate, and its network none.
    /// </summary>
    public string? LipschitzObstacle { get; init; }

    /// <summary>The budget of this layer when <paramref name="common"/> is the rank chosen for all: min(r, common), or r where it is fixed.</summary>
    internal double BudgetAt(long common) => IsRankFixed ? Rank : Math.Min(Rank, common);
}
