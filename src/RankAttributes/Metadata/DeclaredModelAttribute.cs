using System.ComponentModel;

namespace RankAttributes.Metadata;

/// <summary>
/// The declaration of a model, or of a model at one of its creations, as it was when the assembly was compiled. Generated: the build's report and the
/// compiler in projects that reference the assembly read it. Do not write it by hand; write
/// <see cref="SchattenRegularizeAttribute"/>.
/// </summary>
/// <param name="version">The version of the text's format.</param>
/// <param name="text">The declaration.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredModelAttribute(int version, string text) : Attribute
{
    /// <summary>The version of the text's format.</summary>
    public int Version { get; } = version;

    /// <summary>The declaration.</summary>
    public string Text { get; } = text;
}
