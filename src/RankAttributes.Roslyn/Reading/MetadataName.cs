using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The name of a type in metadata, which identifies it in its assembly: <c>Demo.Outer+Net`1</c>.</summary>
internal static class MetadataName
{
    public static string Of(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer) return Of(outer) + "+" + type.MetadataName;
        return type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;
    }
}
