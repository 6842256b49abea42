using RankAttributes.Bounds;

namespace RankAttributes.Roslyn.Declarations;

/// <summary>One weight matrix of a model, as its source declares it.</summary>
/// <param name="Name">TorchSharp's registered name of the layer.</param>
/// <param name="Member">The C# member that holds the layer, escaped where it is a keyword.</param>
/// <param name="Kind">What made the matrix.</param>
/// <param name="Outputs">Rows m of the matrix.</param>
/// <param name="Inputs">Columns n of the matrix.</param>
/// <param name="Settings">What is declared for it.</param>
/// <param name="IsIgnored">Left out of the penalty; it still counts in the bound, at full rank.</param>
internal sealed record LayerDeclaration(
    string Name,
    string Member,
    LayerKind Kind,
    DimensionExpression Outputs,
    DimensionExpression Inputs,
    LayerSettings Settings,
    bool IsIgnored)
{
    public long? FullRank => Outputs.Value is { } m && Inputs.Value is { } n ? Math.Min(m, n) : null;

    public bool IsConvolution => Kind is LayerKind.Conv1d or LayerKind.Conv2d or LayerKind.Conv3d;

    /// <summary>The layer as the bounds library takes it, at a known shape.</summary>
    public DeclaredLayer ToDeclaredLayer(long outputs, long inputs) => new(outputs, inputs)
    {
        P = Settings.P,
        Rank = Math.Max(Settings.Rank, 0),
        SpectralNorm = Settings.SpectralNorm,
        SpatialWidth = IsConvolution ? 0 : 1,
        IsRegularized = !IsIgnored,
    };

    /// <summary>The theorem is about fully connected and convolutional networks; anything else extrapolates.</summary>
    public bool IsCoveredByTheorem => Kind is not LayerKind.Embedding;
}
