using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Reading.Caches;

/// <summary>
/// What a compilation shows of itself outside of method bodies, beside those that were seen before it: what was read of one of them is good
/// in another where neither its files nor the meaning of a name in them has changed.
/// </summary>
/// <remarks>It holds syntax trees, and no compilation.</remarks>
internal sealed class Surroundings
{
    private const int Remembered = 8;

    // The compiler puts generated files under the generator's assembly and type.
    private const string OwnFolder = "RankAttributes.Roslyn.Generation.RankGenerator";

    private static readonly ConditionalWeakTable<Compilation, Surroundings> Known = new();
    private static readonly List<WeakReference<Surroundings>> Recent = [];

    private readonly SyntaxTree[] trees;
    private readonly MetadataReference[] references;
    private readonly CompilationOptions options;
    private readonly HashSet<SyntaxTree> present;
    private readonly Dictionary<SyntaxTree, SyntaxTree> former = [];

    private Surroundings(Compilation compilation)
    {
        trees = [.. compilation.SyntaxTrees.Where(tree => !IsOwn(tree))];
        references = [.. compilation.References];
        options = compilation.Options;
        present = [.. trees];
    }

    /// <summary>The same for compilations in which every name means the same.</summary>
    public ShapeVersion Version { get; private set; } = ShapeVersion.First();

    public static Surroundings Of(Compilation compilation, CancellationToken cancellation)
    {
        if (Known.TryGetValue(compilation, out var known)) return known;
        lock (Recent)
        {
            if (Known.TryGetValue(compilation, out known)) return known;
            var surroundings = new Surroundings(compilation);
            foreach (var reference in Recent)
            {
                if (reference.TryGetTarget(out var earlier) && surroundings.Follow(earlier, cancellation)) break;
            }

            Recent.RemoveAll(reference => !reference.TryGetTarget(out _));
            Recent.Insert(0, new WeakReference<Surroundings>(surroundings));
            if (Recent.Count > Remembered) Recent.RemoveAt(Remembered);
            Known.Add(compilation, surroundings);
            return surroundings;
        }
    }

    /// <summary>What this generator itself adds holds no layer: analyzers look at the compilation with it, and may use what the generator read
    /// without.</summary>
    public static bool IsOwn(SyntaxTree tree)
        => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && tree.FilePath.IndexOf(OwnFolder, StringComparison.Ordinal) >= 0;

    /// <summary>The text of a file before it was edited; <see langword="null"/> where that is not known.</summary>
    public SyntaxTree? Former(SyntaxTree tree) => former.TryGetValue(tree, out var before) ? before : null;

    /// <summary>Whether what was read from some files at an earlier version would be read again here.</summary>
    public bool Keep(ShapeVersion version, IReadOnlyList<SyntaxTree> read, CancellationToken cancellation)
        => read.All(present.Contains) && MeanTheSame(version, read, cancellation);

    /// <summary>Whether all names in some files mean what they meant at an earlier version.</summary>
    public bool MeanTheSame(ShapeVersion version, IReadOnlyList<SyntaxTree> read, CancellationToken cancellation)
    {
        for (var current = Version; current != version; current = current.Before)
        {
            if (current?.Before is null) return false;
            if (current.Changed.Count > 0 && read.Any(tree => Identifiers.In(tree, cancellation).Overlaps(current.Changed))) return false;
        }

        return true;
    }

    /// <summary>Takes the version of an earlier compilation, or one that follows it, where no more than a few files differ.</summary>
    private bool Follow(Surroundings earlier, CancellationToken cancellation)
    {
        if (trees.Length != earlier.trees.Length || !references.SequenceEqual(earlier.references) || !options.Equals(earlier.options)) return false;
        var edited = new List<(SyntaxTree Before, SyntaxTree After)>();
        for (var index = 0; index < trees.Length; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (ReferenceEquals(trees[index], earlier.trees[index])) continue;
            edited.Add((earlier.trees[index], trees[index]));
            if (edited.Count > Remembered) return false;
        }

        var changed = new HashSet<string>(StringComparer.Ordinal);
        var isSame = true;
        foreach (var (before, after) in edited)
        {
            if (ShapeChange.Between(before, after, cancellation) is not { } change) continue;
            isSame = false;
            if (change.IsWide || AreMentioned(change.Types, before, after, cancellation)) return false;
            changed.UnionWith(change.Members);
        }

        foreach (var (before, after) in edited) former[after] = before;
        Version = isSame ? earlier.Version : earlier.Version.Then(changed);
        return true;
    }

    /// <summary>Whether one of the types that differ is mentioned anywhere but in its own declaration.</summary>
    private bool AreMentioned(HashSet<string> names, SyntaxTree before, SyntaxTree after, CancellationToken cancellation)
    {
        if (names.Count == 0) return false;
        return Beside(before) || Beside(after) || trees.Any(tree => tree != after && Identifiers.In(tree, cancellation).Overlaps(names));

        bool Beside(SyntaxTree tree)
            => tree.GetRoot(cancellation).DescendantTokens().Any(token => names.Contains(token.ValueText)
                && token.Parent is not Microsoft.CodeAnalysis.CSharp.Syntax.BaseTypeDeclarationSyntax
                    and not Microsoft.CodeAnalysis.CSharp.Syntax.ConstructorDeclarationSyntax);
    }
}
