using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RankAttributes.Roslyn.Reading.Caches;

/// <summary>The names that a file mentions; remembered for as long as the file's tree lives.</summary>
internal static class Identifiers
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> Known = new();

    public static HashSet<string> In(SyntaxTree tree, CancellationToken cancellation)
        => Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, _ => [.. In(tree.GetRoot(cancellation))]);

    public static IEnumerable<string> In(SyntaxNode node)
        => node.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);
}
