using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Tests;

/// <summary>Walks everything a cached value can reach, looking for what would keep an old compilation alive.</summary>
internal static class ObjectGraph
{
    public static void AssertFreeOfRoslyn(object? root) => Visit(root, new HashSet<object>(ReferenceEqualityComparer.Instance), "root");

    private static void Visit(object? node, HashSet<object> seen, string path)
    {
        if (node is null || node is string || node.GetType().IsPrimitive || node.GetType().IsEnum || !seen.Add(node)) return;
        Assert.False(node is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location, $"{path} holds a {node.GetType().Name}");
        if (node is IEnumerable items)
        {
            foreach (var item in items) Visit(item, seen, path + "[]");
        }

        for (var type = node.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Visit(field.GetValue(node), seen, path + "." + field.Name);
        }
    }
}
