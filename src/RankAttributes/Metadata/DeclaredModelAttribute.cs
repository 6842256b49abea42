using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>What was declared about a model and its training data when it was compiled. Generated; the build's report is made from it.</summary>
/// <param name="name">The model's name as the source writes it.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredModelAttribute(string name) : Attribute
{
    /// <summary>The model's name as the source writes it.</summary>
    public string Name { get; } = name;

    /// <summary>The number N of training samples, or 0 where it is not declared.</summary>
    public long Samples { get; set; }

    /// <summary>Where <see cref="Samples"/> is declared, in words: <c>the class</c>, <c>.editorconfig</c>.</summary>
    public string? SamplesSource { get; set; }

    /// <summary>The declared bound B on the norm of an input, or 0.</summary>
    public double InputNorm { get; set; }

    /// <summary>The declared margin γ, or 0.</summary>
    public double Margin { get; set; }

    /// <summary>The spectral norm declared for all layers without one of their own, or 0.</summary>
    public double SpectralNorm { get; set; }

    /// <summary>The constant C in front of the rate.</summary>
    public double Constant { get; set; } = 1;

    /// <summary>The generalization gap g to be reached.</summary>
    public double TargetGap { get; set; } = 1;
}
