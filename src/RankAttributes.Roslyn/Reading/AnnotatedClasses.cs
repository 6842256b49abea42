using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Reading;

/// <summary>The classes of a file that look annotated, by their text, under their metadata names; remembered for as long as the file's tree lives.</summary>
internal static class AnnotatedClasses
{
    private static readonly ConditionalWeakTable<SyntaxTree, string[]> Known = new();

    public static IReadOnlyList<string> In(SyntaxTree tree, CancellationToken cancellation)
    {
        if (Known.TryGetValue(tree, out var known)) return known;
        var found = tree.GetRoot(cancellation)
            .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Where(IsAnnotated)
            .Select(Name)
            .ToArray();
        return Known.GetValue(tree, _ => found);
    }

    private static bool IsAnnotated(TypeDeclarationSyntax type)
    {
        foreach (var list in type.AttributeLists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (attribute.Name.GetLastToken().ValueText is "SchattenRegularize" or "SchattenRegularizeAttribute") return true;
            }
        }

        return false;
    }

    private static string Name(TypeDeclarationSyntax type)
    {
        var own = type.Identifier.ValueText + (type.TypeParameterList is { Parameters.Count: > 0 and var arity } ? $"`{arity}" : "");
        return type.Parent switch
        {
            TypeDeclarationSyntax outer => $"{Name(outer)}+{own}",
            BaseNamespaceDeclarationSyntax space => $"{Space(space)}.{own}",
            _ => own,
        };
    }

    private static string Space(BaseNamespaceDeclarationSyntax space)
    {
        var own = string.Concat(space.Name.DescendantTokens().Select(token => token.ValueText));
        return space.Parent is BaseNamespaceDeclarationSyntax outer ? $"{Space(outer)}.{own}" : own;
    }
}
