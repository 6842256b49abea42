using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>
/// What was read of one weight matrix when the model was compiled. Generated, in order from input to output; the build's
/// report is made from it. Not to be written by hand: <see cref="SchattenRegularizeAttribute"/> is.
/// </summary>
/// <param name="name">TorchSharp's registered name.</param>
/// <param name="kind">What made the matrix: <c>Linear</c>, <c>Conv2d</c>, ….</param>
/// <param name="outputs">Rows m, or 0 where they could not be read.</param>
/// <param name="inputs">Columns n, or 0 where they could not be read.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredLayerAttribute(string name, string kind, long outputs, long inputs) : Attribute
{
    /// <summary>TorchSharp's registered name.</summary>
    public string Name { get; } = name;

    /// <summary>What made the matrix.</summary>
    public string Kind { get; } = kind;

    /// <summary>Rows m, or 0 where they could not be read.</summary>
    public long Outputs { get; } = outputs;

    /// <summary>Columns n, or 0 where they could not be read.</summary>
    public long Inputs { get; } = inputs;

    /// <summary>How many times the layer is made, as the source writes it, where that number has no value; else <see langword="null"/>.</summary>
    public string? Repetition { get; set; }

    /// <summary>Whether the layer exists only under a condition that has no value.</summary>
    public bool IsConditional { get; set; }

    /// <summary>The Schatten index p.</summary>
    public double P { get; set; }

    /// <summary>The declared rank budget, or 0.</summary>
    public long Rank { get; set; }

    /// <summary>The declared bound on the spectral norm, or 0.</summary>
    public double SpectralNorm { get; set; }

    /// <summary>Spatial positions of the output: 1 for a linear layer, 0 where they are not known.</summary>
    public long SpatialWidth { get; set; }

    /// <summary>Whether the layer is penalized.</summary>
    public bool IsRegularized { get; set; }

    /// <summary>Whether the layer is known to have no bias.</summary>
    public bool IsBiasFree { get; set; }

    /// <summary>Whether the theorem is about layers of this kind.</summary>
    public bool IsCoveredByTheorem { get; set; }

    /// <summary>How a convolution's window moves: kernel, stride, dilation, groups. Empty for other layers.</summary>
    public string Geometry { get; set; } = "";
}
