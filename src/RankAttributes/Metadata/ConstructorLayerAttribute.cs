using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>
/// A layer as the model's constructor makes it of its parameters, for whoever creates the model from another assembly. Generated.
/// Expressions are those of C# over the parameters: <c>hidden * 4</c>, <c>config.Width / heads</c>, <c>max(sizes[0], 8)</c>.
/// </summary>
/// <param name="name">TorchSharp's registered name.</param>
/// <param name="kind">What makes the matrix.</param>
/// <param name="outputs">Rows, an expression.</param>
/// <param name="inputs">Columns, an expression.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConstructorLayerAttribute(string name, string kind, string outputs, string inputs) : Attribute
{
    /// <summary>TorchSharp's registered name.</summary>
    public string Name { get; } = name;

    /// <summary>What makes the matrix.</summary>
    public string Kind { get; } = kind;

    /// <summary>Rows, an expression.</summary>
    public string Outputs { get; } = outputs;

    /// <summary>Columns, an expression.</summary>
    public string Inputs { get; } = inputs;

    /// <summary>The Schatten index p.</summary>
    public double P { get; set; }

    /// <summary>The declared rank budget, or 0.</summary>
    public int Rank { get; set; }

    /// <summary>The declared bound on the spectral norm, or 0.</summary>
    public double SpectralNorm { get; set; }

    /// <summary>Spatial positions of a convolution's output, or 0 where they are not known.</summary>
    public long SpatialWidth { get; set; }

    /// <summary>Whether the layer is left out of the penalty.</summary>
    public bool IsIgnored { get; set; }

    /// <summary>Whether the layer exists only under a condition.</summary>
    public bool IsConditional { get; set; }

    /// <summary>How many times the layer is made, an expression; empty where it is once.</summary>
    public string Repetition { get; set; } = "";

    /// <summary>How a convolution's window moves: kernel, stride, dilation, groups. Empty for other layers.</summary>
    public string Geometry { get; set; } = "";
}
