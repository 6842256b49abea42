using Microsoft.CodeAnalysis;

namespace RankAttributes.Roslyn.Reading.Caches;

/// <summary>The files whose text a reading looks into, noted while it is made: the reading is good for as long as they stay as they are.</summary>
internal sealed class ReadTrees : IDisposable
{
    // A reading runs to its end on the thread that asked for it.
    [ThreadStatic]
    private static ReadTrees? current;

    private readonly HashSet<SyntaxTree> trees = [];
    private readonly ReadTrees? outer;

    private ReadTrees() => (outer, current) = (current, this);

    /// <summary>Begins to note what is looked into, until it is disposed of.</summary>
    public static ReadTrees Begin() => new();

    /// <summary>Notes a file for every reading in progress.</summary>
    public static void Note(SyntaxTree tree)
    {
        for (var reading = current; reading is not null; reading = reading.outer) reading.trees.Add(tree);
    }

    /// <summary>Notes the files of all parts of a class.</summary>
    public static void Note(INamedTypeSymbol type)
    {
        foreach (var part in type.DeclaringSyntaxReferences) Note(part.SyntaxTree);
    }

    public SyntaxTree[] ToArray() => [.. trees];

    public void Dispose() => current = outer;
}
