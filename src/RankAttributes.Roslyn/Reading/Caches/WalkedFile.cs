using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RankAttributes.Roslyn.Reading.Caches;

/// <summary>What one walk through a file finds; a file that was not edited is not walked through again.</summary>
/// <param name="IsDeep">Whether it is nested more deeply than a small stack has room for. A level costs one call or more of what recurses through it.</param>
/// <param name="Creations">Everything in it that is created with arguments.</param>
internal sealed record WalkedFile(bool IsDeep, IReadOnlyList<BaseObjectCreationExpressionSyntax> Creations)
{
    private const int MaxLevels = 128;

    private static readonly ConditionalWeakTable<SyntaxTree, WalkedFile> Known = new();

    public static WalkedFile Of(SyntaxTree tree, CancellationToken cancellation)
        => Known.TryGetValue(tree, out var known) ? known : Known.GetValue(tree, found => Walk(found.GetRoot(cancellation)));

    private static WalkedFile Walk(SyntaxNode current)
    {
        var creations = new List<BaseObjectCreationExpressionSyntax>();
        var (levels, most) = (0, 0);
        foreach (var node in current.DescendantNodes())
        {
            for (; current != node.Parent; current = current.Parent!) levels--;
            (current, levels) = (node, levels + 1);
            most = Math.Max(most, levels);
            if (node is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } creation) creations.Add(creation);
        }

        return new WalkedFile(most > MaxLevels, creations);
    }
}
