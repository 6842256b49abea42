using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Torch;

/// <summary>Recognizes TorchSharp's types and factories by name, without holding a compilation.</summary>
internal static class TorchSymbols
{
    private static readonly HashSet<string> TensorFactories =
        new(StringComparer.Ordinal) { "zeros", "ones", "empty", "rand", "randn", "full", "eye", "randint", "zeros_like", "ones_like", "rand_like", "randn_like",
            "empty_like", "normal" };

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

    /// <summary>Whether a method is a factory of <c>torch.nn</c>.</summary>
    public static bool IsFactory(IMethodSymbol method)
        => method.ContainingType is { Name: "nn", ContainingType: { Name: "torch" } torch } && IsTorchSharp(torch.ContainingNamespace);

    /// <summary>Whether a method of <c>torch</c> makes a tensor of a given shape.</summary>
    public static bool IsTensorFactory(IMethodSymbol method)
        => method.ContainingType is { Name: "torch", ContainingType: null } torch && IsTorchSharp(torch.ContainingNamespace)
            && TensorFactories.Contains(method.Name);

    /// <summary>Whether a type is one of <c>TorchSharp.Modules</c>; people put classes of their own into that namespace, which are not.</summary>
    public static bool IsTorchModule(ITypeSymbol? type)
        => type is { ContainingNamespace: { Name: "Modules" } modules, OriginalDefinition.DeclaringSyntaxReferences.IsEmpty: true }
            && IsTorchSharp(modules.ContainingNamespace);

    /// <summary>Whether a type is a module of TorchSharp that can hold no weight: an activation, dropout, pooling, padding, reshaping or a loss.</summary>
    public static bool IsWeightless(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "ParameterLessModule" && IsTorchModule(current)) return true;
            if (current.Name is "Loss" && IsTorchSharp(current.ContainingNamespace)) return true;
        }

        return false;
    }

    /// <summary>Whether a class is TorchSharp's own: <c>torch.nn.Module</c>, or one of its modules.</summary>
    public static bool IsTorchSharp(INamedTypeSymbol type) => type.ContainingType is { Name: "nn" } || IsTorchModule(type);

    /// <summary>Whether a type is TorchSharp's <c>Parameter</c>.</summary>
    public static bool IsParameter(ITypeSymbol? type) => type?.Name == "Parameter" && IsTorchModule(type);

    /// <summary>Whether a type is declared by TorchSharp.</summary>
    public static bool IsInTorchSharp(INamedTypeSymbol type)
    {
        if (!type.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty) return false;
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return IsTorchSharp(space);
    }

    /// <summary>Whether a method registers a module or parameter under a name that is given to it.</summary>
    public static bool IsRegistration(IMethodSymbol method)
        => method.Name is "register_module" or "register_parameter" or "add_module" && IsModule(method.ContainingType) && IsInTorchSharp(method.ContainingType);

    public static bool HasName(AttributeData attribute, string metadataName)
        => attribute.AttributeClass is { ContainingType: null, Arity: 0 } type && IsNamed(type, metadataName, metadataName.Length);

    /// <summary>Whether the first characters of a text are a type's or namespace's qualified name. Every attribute of every member is asked: nothing is
    /// allocated.</summary>
    private static bool IsNamed(INamespaceOrTypeSymbol symbol, string text, int length)
    {
        var start = length - symbol.Name.Length;
        if (start < 0 || string.CompareOrdinal(text, start, symbol.Name, 0, symbol.Name.Length) != 0) return false;
        return symbol.ContainingNamespace is not { IsGlobalNamespace: false } space
            ? start == 0
            : start > 0 && text[start - 1] == '.' && IsNamed(space, text, start - 1);
    }

    private static bool IsTorchSharp(INamespaceSymbol? space)
        => space is { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true };
}
