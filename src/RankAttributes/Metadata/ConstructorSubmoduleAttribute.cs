using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>A module of another class that the model's constructor creates. Generated, like <see cref="ConstructorLayerAttribute"/>.</summary>
/// <param name="name">TorchSharp's registered name.</param>
/// <param name="type">The class, by its metadata name.</param>
/// <param name="arguments">Parameter names and expressions, alternating.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConstructorSubmoduleAttribute(string name, string type, params string[] arguments) : Attribute
{
    /// <summary>TorchSharp's registered name.</summary>
    public string Name { get; } = name;

    /// <summary>The class, by its metadata name.</summary>
    public string Type { get; } = type;

    /// <summary>Parameter names and expressions, alternating.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    /// <summary>Whether the module exists only under a condition.</summary>
    public bool IsConditional { get; set; }

    /// <summary>How many times the module is made, an expression; empty where it is once.</summary>
    public string Repetition { get; set; } = "";
}
