using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RankAttributes.Declarations;
using RankAttributes.Roslyn.Reading.Caches;

namespace RankAttributes.Roslyn.Reading;

/// <summary>
/// What was read of a class, for as long as nothing it was read from has changed: its parts, the types around it, and, of every other
/// file, what the names it mentions mean. A keystroke then costs the reading of the class that is edited.
/// </summary>
/// <remarks>It holds syntax by the trees that are still alive, and no compilation.</remarks>
internal static class ReadingCache
{
    private static readonly ConditionalWeakTable<SyntaxNode, Entry> Entries = new();

    // The way from a class to the same class in the text before.
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, Entry>> ByName = new();

    /// <summary>The declaration of the class at a node, read only where what it depends on is new.</summary>
    public static GeneratedClass? Get(SyntaxNode node, INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var surroundings = Surroundings.Of(compilation, cancellation);
        var parts = Parts(type, cancellation);
        if (!Entries.TryGetValue(node, out var known) && surroundings.Former(node.SyntaxTree) is { } before) known = Find(before, MetadataName.Of(type));
        if (known is not null && AreTheSame(known.Parts, parts) && surroundings.MeanTheSame(known.Version, known.Trees, cancellation))
        {
            if (known.Version != surroundings.Version || !known.Parts.SequenceEqual(parts))
                Keep(node, MetadataName.Of(type), new Entry(known.Class, surroundings.Version, parts));
            return known.Class;
        }

        var read = ModelReader.ReadGeneratable(type, compilation, cancellation);
        Keep(node, MetadataName.Of(type), new Entry(read, surroundings.Version, parts));
        return read;
    }

    private static Entry? Find(SyntaxTree tree, string name)
    {
        if (!ByName.TryGetValue(tree, out var entries)) return null;
        lock (entries) return entries.TryGetValue(name, out var entry) ? entry : null;
    }

    private static void Keep(SyntaxNode node, string name, Entry entry)
    {
        var entries = ByName.GetValue(node.SyntaxTree, static _ => new Dictionary<string, Entry>(StringComparer.Ordinal));
        lock (entries)
        {
            entries[name] = entry;
            Entries.Remove(node);
            Entries.Add(node, entry);
        }
    }

    /// <summary>The declarations of the outermost type around a class, whose bodies it may be read from.</summary>
    private static SyntaxNode[] Parts(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var outermost = type;
        while (outermost.ContainingType is { } outer) outermost = outer;
        return [.. outermost.DeclaringSyntaxReferences.Where(part => !Surroundings.IsOwn(part.SyntaxTree)).Select(part => part.GetSyntax(cancellation))];
    }

    /// <summary>Whether declarations are the same but for comments and blanks.</summary>
    private static bool AreTheSame(SyntaxNode[] before, SyntaxNode[] after)
    {
        if (before.Length != after.Length) return false;
        for (var index = 0; index < before.Length; index++)
        {
            if (before[index] != after[index] && !SyntaxFactory.AreEquivalent(before[index], after[index])) return false;
        }

        return true;
    }

    private sealed record Entry(GeneratedClass? Class, ShapeVersion Version, SyntaxNode[] Parts)
    {
        public SyntaxTree[] Trees { get; } = [.. Parts.Select(part => part.SyntaxTree).Distinct()];
    }
}
