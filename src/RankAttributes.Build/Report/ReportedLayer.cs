using RankAttributes.Bounds;

namespace RankAttributes.Build.Report;

/// <summary>One weight matrix of a compiled model.</summary>
/// <param name="Name">TorchSharp's registered name.</param>
/// <param name="Kind">What made the matrix: <c>Linear</c>, <c>Conv2d</c>, ….</param>
/// <param name="Outputs">Rows m, or 0 where they are not known.</param>
/// <param name="Inputs">Columns n, or 0 where they are not known.</param>
internal sealed record ReportedLayer(string Name, string Kind, long Outputs, long Inputs)
{
    /// <summary>The rows as the source writes them, where that is not a number: <c>4 * hidden</c>.</summary>
    public string? OutputsExpression { get; init; }

    /// <summary>The columns as the source writes them, where that is not a number.</summary>
    public string? InputsExpression { get; init; }

    /// <summary>How many times the layer is made, as the source writes it, where that number has no value; else <see langword="null"/>.</summary>
    public string? Repetition { get; init; }

    /// <summary>Whether the layer exists only under a condition that has no value.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The Schatten index p.</summary>
    public double P { get; init; }

    /// <summary>The declared rank budget, or 0.</summary>
    public long Rank { get; init; }

    /// <summary>The declared bound on the spectral norm, or 0.</summary>
    public double SpectralNorm { get; init; }

    /// <summary>Spatial positions of the output, or 0 where they are not known.</summary>
    public long SpatialWidth { get; init; } = 1;

    /// <summary>Whether the layer is penalized.</summary>
    public bool IsRegularized { get; init; } = true;

    /// <summary>Whether the layer is known to have no bias.</summary>
    public bool IsBiasFree { get; init; }

    /// <summary>Whether the theorem is about layers of this kind.</summary>
    public bool IsCoveredByTheorem { get; init; } = true;

    /// <summary>Whether the layer is there, once, with a shape that is known; only such layers enter the rate.</summary>
    public bool IsResolved => Outputs >= 1 && Inputs >= 1 && Repetition is null && !IsConditional;

    /// <summary>Whether the rate can be computed for the layer: its shape is known and what is declared is in range.</summary>
    public bool IsUsable => IsResolved && P is > 0 and <= 2 && SpectralNorm is >= 0 and <= double.MaxValue;

    /// <summary>The layer as the bounds library takes it.</summary>
    public DeclaredLayer ToDeclaredLayer() => new(Outputs, Inputs)
    {
        P = P,
        Rank = Math.Max(Rank, 0),
        SpectralNorm = SpectralNorm,
        SpatialWidth = Math.Max(SpatialWidth, 0),
        IsRegularized = IsRegularized,
    };
}
