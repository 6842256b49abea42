using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Interpretation;

/// <summary>
/// Semantic models of the compiler that runs. Shapes do not depend on nullability, whose analysis is half of what binding a constructor
/// takes: where the compiler can leave it out, which this assembly's own reference is too old to know, it is left out.
/// </summary>
internal static class Binding
{
    private static readonly Func<Compilation, SyntaxTree, SemanticModel> Open = WithoutNullability()
        ?? (static (compilation, tree) => compilation.GetSemanticModel(tree));

    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> Opened = new();

    /// <summary>The model of a file, and what was bound in it before: a class is bound once for its own sake, and for all who create it.</summary>
    public static SemanticModel ModelOf(SyntaxTree tree, Compilation compilation)
        => Opened.GetValue(compilation, static _ => new ConcurrentDictionary<SyntaxTree, SemanticModel>()).GetOrAdd(tree, added => Open(compilation, added));

    /// <summary>Forgets what was bound. Editors keep a compilation until the next keystroke, and this would be the largest part of it.</summary>
    public static void Release(Compilation compilation) => Opened.Remove(compilation);

    private static Func<Compilation, SyntaxTree, SemanticModel>? WithoutNullability()
    {
        if (typeof(Compilation).Assembly.GetType("Microsoft.CodeAnalysis.SemanticModelOptions") is not { IsEnum: true } options
            || !Enum.IsDefined(options, "DisableNullableAnalysis")
            || typeof(Compilation).GetMethod(nameof(Compilation.GetSemanticModel), [typeof(SyntaxTree), options]) is not { } method)
        {
            return null;
        }

        var chosen = Enum.Parse(options, "DisableNullableAnalysis");
        return (compilation, tree) => (SemanticModel)method.Invoke(compilation, [tree, chosen]);
    }
}
