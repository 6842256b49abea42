using RankAttributes.Bounds;

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

    /// <summary>How a convolution's window moves; <see langword="null"/> for other layers, and where it cannot be read.</summary>
    public ConvolutionGeometry? Geometry { get; init; }

    /// <summary>Spatial positions of a convolution's output, or 0 where they are not known.</summary>
    public long SpatialWidth { get; init; }

    public long? FullRank => Outputs.Value is { } m && Inputs.Value is { } n ? Math.Min(m, n) : null;

    /// <summary>Whether the layer is there, once, with a shape that is known.</summary>
    public bool IsResolved => FullRank is > 0 && Repetition is null && !IsConditional;

    public bool IsConvolution => Kind is >= LayerKind.Conv1d and <= LayerKind.ConvTranspose3d;

    /// <summary>The layer with the spectral norm that is declared for all that declare none.</summary>
    public LayerDeclaration WithNorm(TrainingDataDeclaration? data)
        => data is { SpectralNorm: > 0 } && Settings.SpectralNorm == 0 ? this with { Settings = Settings with { SpectralNorm = data.SpectralNorm } } : this;

    /// <summary>The layer as the bounds library takes it, at a known shape.</summary>
    public DeclaredLayer ToDeclaredLayer(long outputs, long inputs) => new(outputs, inputs)
    {
        P = Settings.P,
        Rank = Math.Max(Settings.Rank, 0),
        SpectralNorm = Settings.SpectralNorm,
        SpatialWidth = IsConvolution ? SpatialWidth : 1,
        IsRegularized = !IsIgnored,
    };

    /// <summary>The theorem is about fully connected and convolutional networks; anything else extrapolates.</summary>
    public bool IsCoveredByTheorem => Kind <= LayerKind.ConvTranspose3d;
}
