using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>Recognizes TorchSharp's types and factories by name, without holding a compilation.</summary>
internal static class TorchSymbols
{
    /// <summary>Whether the type derives from <c>TorchSharp.torch.nn.Module</c>, generic or not.</summary>
    public static bool IsModule(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol { Name: "Module", ContainingType: { Name: "nn", ContainingType.Name: "torch" } nn }
                && IsTorchSharp(nn.ContainingType.ContainingNamespace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The kind of layer that a call of a factory in <c>torch.nn</c> creates, or <see langword="null"/>.</summary>
    public static LayerKind? KindOf(IMethodSymbol factory)
        => factory.ContainingType is { Name: "nn", ContainingType: { Name: "torch" } torch } && IsTorchSharp(torch.ContainingNamespace)
            ? KindOf(factory.Name)
            : null;

    /// <summary>The kind of layer that a declared type of <c>TorchSharp.Modules</c> is, or <see langword="null"/>.</summary>
    public static LayerKind? KindOf(ITypeSymbol type)
        => type.ContainingNamespace is { Name: "Modules" } modules && IsTorchSharp(modules.ContainingNamespace) ? KindOf(type.Name) : null;

    public static bool HasName(AttributeData attribute, string metadataName)
        => attribute.AttributeClass is { } type && metadataName.EndsWith(type.Name, StringComparison.Ordinal)
            && type.ToDisplayString() == metadataName;

    private static LayerKind? KindOf(string name) => name switch
    {
        "Linear" => LayerKind.Linear,
        "Conv1d" => LayerKind.Conv1d,
        "Conv2d" => LayerKind.Conv2d,
        "Conv3d" => LayerKind.Conv3d,
        "Embedding" => LayerKind.Embedding,
        _ => null,
    };

    private static bool IsTorchSharp(INamespaceSymbol? space)
        => space is { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true };
}
