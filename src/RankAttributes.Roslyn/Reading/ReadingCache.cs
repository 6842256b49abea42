using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Reading;

/// <summary>
/// What was read of a class, for as long as nothing it was read from has changed: the files that hold its parts, and, of every other
/// file, what can be seen from outside of method bodies. A keystroke then costs the reading of the classes in the edited file.
/// </summary>
/// <remarks>It holds syntax trees by those of the classes that are still alive, and no compilation.</remarks>
internal static class ReadingCache
{
    private const int Remembered = 8;

    // The compiler puts generated files under the generator's assembly and type.
    private const string OwnFolder = "RankAttributes.Roslyn.Generation.RankGenerator";

    private static readonly ConditionalWeakTable<SyntaxNode, Entry> Entries = new();
    private static readonly ConditionalWeakTable<Compilation, Surroundings> Known = new();
    private static readonly List<WeakReference<Surroundings>> Recent = [];

    /// <summary>The declaration of the class at a node, read only where what it depends on is new.</summary>
    public static ModelDeclaration? Get(SyntaxNode node, INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var surroundings = SurroundingsOf(compilation, cancellation);
        var parts = Parts(type);
        if (Entries.TryGetValue(node, out var entry) && entry.Surroundings.Version == surroundings.Version && entry.Parts.SequenceEqual(parts)) return entry.Model;
        var model = ModelReader.ReadGeneratable(type, compilation, cancellation);
        lock (Recent)
        {
            Entries.Remove(node);
            Entries.Add(node, new Entry(model, surroundings, parts));
        }

        return model;
    }

    /// <summary>The files of all parts of the class and of the types around it, whose bodies it may be read from.</summary>
    private static List<SyntaxTree> Parts(INamedTypeSymbol type)
    {
        var parts = new List<SyntaxTree>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            foreach (var reference in current.DeclaringSyntaxReferences)
            {
                if (!IsOwn(reference.SyntaxTree)) parts.Add(reference.SyntaxTree);
            }
        }

        return parts;
    }

    // What this generator itself adds holds no layer: analyzers look at the compilation with it, and may use what the generator read without.
    private static bool IsOwn(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && tree.FilePath.IndexOf(OwnFolder, StringComparison.Ordinal) >= 0;

    private static Surroundings SurroundingsOf(Compilation compilation, CancellationToken cancellation)
    {
        if (Known.TryGetValue(compilation, out var known)) return known;
        lock (Recent)
        {
            if (Known.TryGetValue(compilation, out known)) return known;
            var surroundings = new Surroundings([.. compilation.SyntaxTrees.Where(tree => !IsOwn(tree))], [.. compilation.References], compilation.Options);
            foreach (var reference in Recent)
            {
                if (reference.TryGetTarget(out var earlier) && earlier.LooksLike(surroundings, cancellation))
                {
                    surroundings.Version = earlier.Version;
                    break;
                }
            }

            Recent.RemoveAll(reference => !reference.TryGetTarget(out _));
            Recent.Insert(0, new WeakReference<Surroundings>(surroundings));
            if (Recent.Count > Remembered) Recent.RemoveAt(Remembered);
            Known.Add(compilation, surroundings);
            return surroundings;
        }
    }

    private sealed record Entry(ModelDeclaration? Model, Surroundings Surroundings, List<SyntaxTree> Parts);

    /// <summary>What a compilation shows of itself outside of method bodies.</summary>
    private sealed class Surroundings(SyntaxTree[] trees, MetadataReference[] references, CompilationOptions options)
    {
        /// <summary>The same for compilations that look the same.</summary>
        public object Version { get; set; } = new();

        private SyntaxTree[] Trees => trees;

        private MetadataReference[] References => references;

        private CompilationOptions Options => options;

        public bool LooksLike(Surroundings other, CancellationToken cancellation)
        {
            if (trees.Length != other.Trees.Length || !references.SequenceEqual(other.References) || !options.Equals(other.Options)) return false;
            for (var index = 0; index < trees.Length; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!ReferenceEquals(trees[index], other.Trees[index]) && !trees[index].IsEquivalentTo(other.Trees[index], topLevel: true)) return false;
            }

            return true;
        }
    }
}
