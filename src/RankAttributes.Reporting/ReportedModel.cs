using RankAttributes.Bounds;

namespace RankAttributes.Reporting;

/// <summary>One weight matrix of a compiled model.</summary>
/// <param name="Name">TorchSharp's registered name.</param>
/// <param name="Kind">What made the matrix: <c>Linear</c>, <c>Conv2d</c>, ….</param>
/// <param name="Outputs">Rows m, or 0 where they are not known.</param>
/// <param name="Inputs">Columns n, or 0 where they are not known.</param>
public sealed record ReportedLayer(string Name, string Kind, long Outputs, long Inputs)
{
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

    /// <summary>Whether the theorem is about layers of this kind.</summary>
    public bool IsCoveredByTheorem { get; init; } = true;

    /// <summary>Whether the rate can be computed for the layer: its shape is known and what is declared is in range.</summary>
    public bool IsUsable => Outputs >= 1 && Inputs >= 1 && P is > 0 and <= 2 && SpectralNorm is >= 0 and <= double.MaxValue;

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

/// <summary>What could not be read, and why.</summary>
public sealed record UnreadLayer(string Name, string Reason);

/// <summary>A model as the compiled assembly declares it: the input of a report.</summary>
/// <param name="TypeName">The type's full metadata name: what identifies the model.</param>
/// <param name="DisplayName">The name as the source writes it.</param>
/// <param name="Layers">The weight matrices from input to output.</param>
/// <param name="Unread">What could not be read.</param>
public sealed record ReportedModel(string TypeName, string DisplayName, IReadOnlyList<ReportedLayer> Layers, IReadOnlyList<UnreadLayer> Unread)
{
    /// <summary>The number N of training samples, or 0 where it is not declared.</summary>
    public long Samples { get; init; }

    /// <summary>The declared bound B on the norm of an input, or 0.</summary>
    public double InputNorm { get; init; }

    /// <summary>The declared margin γ, or 0.</summary>
    public double Margin { get; init; }

    /// <summary>The source file, relative to the project with <c>/</c>, or <see langword="null"/> where it is not known.</summary>
    public string? File { get; init; }

    /// <summary>The line of the class's first statement in <see cref="File"/>, from 1; 0 where it is not known.</summary>
    public int Line { get; init; }
}
