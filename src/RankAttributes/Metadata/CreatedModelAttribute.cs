using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>
/// A creation of a model whose class leaves sizes open, and the shapes there. Generated; the build's report is made from it. It names the
/// member and not the line, so that an edit above a creation does not change what is generated.
/// </summary>
/// <param name="model">The metadata name of the model's class: <c>Demo.Outer+Net`1</c>.</param>
/// <param name="expression">The creation as the source writes it: <c>new Net(784, 512)</c>.</param>
/// <param name="type">The metadata name of the type in which it stands.</param>
/// <param name="member">The metadata name of the method in which it stands: <c>Main</c>, <c>.ctor</c>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CreatedModelAttribute(string model, string expression, string type, string member) : Attribute
{
    /// <summary>The metadata name of the model's class.</summary>
    public string Model { get; } = model;

    /// <summary>The creation as the source writes it.</summary>
    public string Expression { get; } = expression;

    /// <summary>The metadata name of the type in which it stands.</summary>
    public string Type { get; } = type;

    /// <summary>The metadata name of the method in which it stands.</summary>
    public string Member { get; } = member;

    /// <summary>Rows m of each declared layer in its order, 0 where they are not known.</summary>
    public long[] Outputs { get; set; } = [];

    /// <summary>Columns n of each declared layer in its order, 0 where they are not known.</summary>
    public long[] Inputs { get; set; } = [];
}
