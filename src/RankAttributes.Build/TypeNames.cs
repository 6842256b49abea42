using System.Reflection.Metadata;

namespace RankAttributes.Build;

/// <summary>The names of types in metadata.</summary>
internal static class TypeNames
{
    /// <summary>Namespace, containing types and the type: <c>Demo.Outer+Net`1</c>.</summary>
    public static string Full(MetadataReader metadata, TypeDefinition type)
    {
        var name = metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer) return Full(metadata, metadata.GetTypeDefinition(outer)) + "+" + name;
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
