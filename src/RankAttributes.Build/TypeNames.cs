using System.Reflection.Metadata;

namespace RankAttributes.Build;

/// <summary>The names of types in metadata.</summary>
internal static class TypeNames
{
    private const int DeepestNesting = 256;

    /// <summary>Namespace, containing types and the type: <c>Demo.Outer+Net`1</c>.</summary>
    /// <exception cref="BadImageFormatException">Types contain each other in a circle, or nest deeper than any compiler lets them.</exception>
    public static string Full(MetadataReader metadata, TypeDefinition type) => Full(metadata, type, DeepestNesting);

    private static string Full(MetadataReader metadata, TypeDefinition type, int depth)
    {
        if (depth == 0) throw new BadImageFormatException($"Types nest deeper than {DeepestNesting}.");
        var name = metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer) return Full(metadata, metadata.GetTypeDefinition(outer), depth - 1) + "+" + name;
        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    /// <summary>The bare name as C# writes it: without namespace, containing types and the count of type parameters.</summary>
    public static string Simple(string name)
    {
        var simple = name.Substring(name.LastIndexOfAny(['.', '+']) + 1);
        var arity = simple.IndexOf('`');
        return arity < 0 ? simple : simple.Substring(0, arity);
    }
}
