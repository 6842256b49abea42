using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>
/// A model as one creation makes it, read through base classes and submodules. Generated when an assembly is built, not while it is edited;
/// the build's report is made from it. It names the member and not the line, so that an edit above a creation changes nothing.
/// The arrays have one element for each weight matrix, from input to output.
/// </summary>
/// <param name="model">The metadata name of the model's class: <c>Demo.Outer+Net`1</c>.</param>
/// <param name="expression">
/// The creation as the source writes it: <c>new Net(784, 512)</c>; <see langword="null"/> for the class itself, made with the defaults
/// of its constructor and the pinned values.
/// </param>
/// <param name="type">The metadata name of the type in which it stands, or <see langword="null"/>.</param>
/// <param name="member">The metadata name of the method in which it stands: <c>Main</c>, <c>.ctor</c>; or <see langword="null"/>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CreatedModelAttribute(string model, string? expression, string? type, string? member) : Attribute
{
    /// <summary>The metadata name of the model's class.</summary>
    public string Model { get; } = model;

    /// <summary>The creation as the source writes it.</summary>
    public string? Expression { get; } = expression;

    /// <summary>The metadata name of the type in which it stands.</summary>
    public string? Type { get; } = type;

    /// <summary>The metadata name of the method in which it stands.</summary>
    public string? Member { get; } = member;

    /// <summary>TorchSharp's registered names.</summary>
    public string[] Names { get; set; } = [];

    /// <summary>What made each matrix: <c>Linear</c>, <c>Conv2d</c>, ….</summary>
    public string[] Kinds { get; set; } = [];

    /// <summary>Rows m, 0 where they are not known.</summary>
    public long[] Outputs { get; set; } = [];

    /// <summary>Columns n, 0 where they are not known.</summary>
    public long[] Inputs { get; set; } = [];

    /// <summary>The Schatten indices p.</summary>
    public double[] P { get; set; } = [];

    /// <summary>The declared rank budgets, 0 where none is declared.</summary>
    public long[] Ranks { get; set; } = [];

    /// <summary>The declared bounds on the spectral norms, 0 where none is declared.</summary>
    public double[] SpectralNorms { get; set; } = [];

    /// <summary>Spatial positions of the outputs: 1 for a linear layer, 0 where they are not known.</summary>
    public long[] SpatialWidths { get; set; } = [];

    /// <summary>Whether each is penalized.</summary>
    public bool[] AreRegularized { get; set; } = [];

    /// <summary>Whether the theorem is about layers of each kind.</summary>
    public bool[] AreCoveredByTheorem { get; set; } = [];

    /// <summary>Whether each is known to have no bias.</summary>
    public bool[] AreBiasFree { get; set; } = [];

    /// <summary>What could not be read.</summary>
    public string[] UnreadNames { get; set; } = [];

    /// <summary>Why it could not be read; one for each of <see cref="UnreadNames"/>.</summary>
    public string[] UnreadReasons { get; set; } = [];
}
