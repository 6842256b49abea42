namespace RankAttributes.Declarations;

/// <summary>One weight matrix of a model, as its source declares it.</summary>
/// <param name="Name">TorchSharp's registered name of the layer, dotted through containers; <c>[i]</c> for the i-th matrix of a stacked tensor.</param>
/// <param name="Kind">What made the matrix.</param>
/// <param name="Outputs">Rows m of the matrix.</param>
/// <param name="Inputs">Columns n of the matrix.</param>
/// <param name="Settings">What is declared for it.</param>
/// <param name="IsIgnored">Left out of the penalty; it still counts in the bound, at full rank.</param>
internal sealed record LayerDeclaration(
    string Name,
    LayerKind Kind,
    DimensionExpression Outputs,
    DimensionExpression Inputs,
    LayerSettings Settings,
    bool IsIgnored)
{
    /// <summary>How many times the layer is made, where that number has no value yet.</summary>
    public DimensionExpression? Repetition { get; init; }

    /// <summary>Whether the layer exists only under a condition that has no value yet.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Whether the layer is known to have no bias, as a certificate for declared norms asks.</summary>
    public bool IsBiasFree { get; init; }

    /// <summary>Spatial positions of a convolution's output, or 0 where they are not known.</summary>
    public long SpatialWidth { get; init; }

    /// <summary>The full rank q = min(m, n); <see langword="null"/> where a dimension has no value.</summary>
    public long? FullRank => Outputs.Value is { } m && Inputs.Value is { } n ? Math.Min(m, n) : null;

    /// <summary>The rank that enters the estimate: the declared budget, at most q; q where none is declared or the layer is not regularized.</summary>
    public long? RankBudget => FullRank is { } full ? !IsIgnored && Settings.DeclaresRank ? Math.Min(Settings.Rank, full) : full : null;

    /// <summary>Whether the layer is there, once, with a shape that is known. Only such layers enter the estimate.</summary>
    public bool IsResolved => FullRank is > 0 && Repetition is null && !IsConditional;

    /// <summary>Whether its index and norm are in range, so that something can be computed from them.</summary>
    public bool IsUsable
        => DeclaredValue.Index.Contains(Settings.P) && (Settings.SpectralNorm == 0 || DeclaredValue.SpectralNorm.Contains(Settings.SpectralNorm));

    /// <summary>Whether the spatial positions of the output are known; a matrix that is not a convolution has one.</summary>
    public bool IsWidthKnown => !Kind.IsConvolution() || SpatialWidth > 0;

    /// <summary>The layer with the spectral norm that is declared for all that declare none.</summary>
    public LayerDeclaration WithNorm(TrainingDataDeclaration? data)
        => data is { SpectralNorm: > 0 } && Settings.SpectralNorm == 0 ? this with { Settings = Settings with { SpectralNorm = data.SpectralNorm } } : this;
}
