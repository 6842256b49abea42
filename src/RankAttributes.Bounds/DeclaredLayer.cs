namespace RankAttributes.Bounds;

/// <summary>
/// What a model's source declares about one weight matrix, as the rate takes it. The compiler's messages and the build's report
/// both go through this type, so that they cannot differ.
/// </summary>
/// <param name="Outputs">Rows m ≥ 1.</param>
/// <param name="Inputs">Columns n ≥ 1.</param>
public sealed record DeclaredLayer(long Outputs, long Inputs)
{
    /// <summary>The Schatten index p in (0, 2].</summary>
    public double P { get; init; } = 1;

    /// <summary>The declared rank budget; 0 where none is declared, which counts as full rank.</summary>
    public long Rank { get; init; }

    /// <summary>The declared bound on the spectral norm; 0 where none is declared, which counts as 1.</summary>
    public double SpectralNorm { get; init; }

    /// <summary>The number of spatial positions of the output; 0 where it is not known, which counts as 1 and makes N̂ a lower estimate.</summary>
    public long SpatialWidth { get; init; } = 1;

    /// <summary>Whether the layer is penalized. One that is not counts at full rank, whatever is declared.</summary>
    public bool IsRegularized { get; init; } = true;

    /// <summary>The full rank q = min(m, n).</summary>
    public long FullRank => Math.Min(Outputs, Inputs);

    /// <summary>The budget that enters the rate: the declared rank, at most q; q where none is declared or the layer is not regularized.</summary>
    public long RankBudget => IsRegularized && Rank > 0 ? Math.Min(Rank, FullRank) : FullRank;

    /// <summary>The layer as the rate takes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside the range its property states.</exception>
    public LayerConstraint ToConstraint() => new(Outputs, Inputs)
    {
        P = P,
        Rank = RankBudget,
        SpatialWidth = Math.Max(SpatialWidth, 1),
        IsRankFixed = !IsRegularized,
    };

    /// <summary>Γ = (B/γ)·Π‖A‖ over what is declared; what is 0 is not declared and counts as 1.</summary>
    /// <param name="layers">The network's layers.</param>
    /// <param name="inputNorm">B, or 0.</param>
    /// <param name="margin">γ, or 0.</param>
    public static RateOptions Options(IEnumerable<DeclaredLayer> layers, double inputNorm, double margin)
    {
        var logarithm = 0.0;
        foreach (var layer in layers ?? throw new ArgumentNullException(nameof(layers))) logarithm += LogOrZero(layer.SpectralNorm, nameof(SpectralNorm));
        return new RateOptions { LogNormFactor = logarithm + LogOrZero(inputNorm, nameof(inputNorm)) - LogOrZero(margin, nameof(margin)) };
    }

    private static double LogOrZero(double value, string name) => Guard.NotNegative(value, name) > 0 ? Math.Log(value) : 0;
}
