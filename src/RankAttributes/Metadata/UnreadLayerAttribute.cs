using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>A layer, or a dimension of one, that could not be read when the model was compiled. Generated.</summary>
/// <param name="name">The member or layer.</param>
/// <param name="reason">Why it could not be read.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnreadLayerAttribute(string name, string reason) : Attribute
{
    /// <summary>The member or layer.</summary>
    public string Name { get; } = name;

    /// <summary>Why it could not be read.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether it is a module of another class, whose layers are declared there.</summary>
    public bool IsElsewhere { get; set; }
}
