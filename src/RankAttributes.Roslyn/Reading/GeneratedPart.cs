using Microsoft.CodeAnalysis;
using RankAttributes.Roslyn.Torch;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The part of an annotated class that is generated: a file of its own, which must see the class and can be added once.</summary>
internal static class GeneratedPart
{
    private const string Global = "global";

    /// <summary>
    /// Whether the part is written for this declaration of the class. Where several carry the attribute, which the compiler reports, it is the first: a
    /// second file of the same name would end the generator.
    /// </summary>
    public static bool IsWrittenFor(SyntaxNode declaration, INamedTypeSymbol type)
        => AttributeReader.Find(type, KnownNames.SchattenRegularize)?.ApplicationSyntaxReference is not { } first
            || (ReferenceEquals(first.SyntaxTree, declaration.SyntaxTree) && declaration.Span.Contains(first.Span));

    /// <summary>The reason why another file cannot add to the class, as a clause; <see langword="null"/> where it can.</summary>
    public static string? Obstacle(INamedTypeSymbol type, Compilation compilation)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal) return "a type with the modifier 'file' has no parts in other files; make it internal";
        }

        return Libraries(type)
            .Distinct<IAssemblySymbol>(SymbolEqualityComparer.Default)
            .Where(library => !IsGlobal(library, compilation))
            .Select(library => $"{library.Name} is referenced under an alias only; add 'global' to its Aliases")
            .FirstOrDefault();
    }

    /// <summary>The assemblies whose types the part names: that of the attribute and that of the module.</summary>
    private static IEnumerable<IAssemblySymbol> Libraries(INamedTypeSymbol type)
    {
        if (AttributeReader.Find(type, KnownNames.SchattenRegularize)?.AttributeClass?.ContainingAssembly is { } attributes) yield return attributes;
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (TorchSymbols.IsTorchSharp(current) && current.ContainingAssembly is { } torch) yield return torch;
        }
    }

    /// <summary>A library with two aliases is referenced twice, and the compilation hands out either reference.</summary>
    private static bool IsGlobal(IAssemblySymbol library, Compilation compilation)
        => compilation.GetMetadataReference(library) is not { } reference
            || compilation.References.Where(other => other.Equals(reference) || (other.Display is { } path && path == reference.Display))
                .Any(other => other.Properties.Aliases is not { IsDefaultOrEmpty: false } aliases || aliases.Contains(Global));
}
