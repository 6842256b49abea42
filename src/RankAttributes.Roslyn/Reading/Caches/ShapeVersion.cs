namespace RankAttributes.Roslyn.Reading.Caches;

/// <summary>A state of all names of a compilation, and the one it came from.</summary>
internal sealed class ShapeVersion
{
    private const int LongestWay = 16;

    private ShapeVersion(ShapeVersion? before, HashSet<string> changed) => (Before, Changed) = (before, changed);

    /// <summary>The state before; <see langword="null"/> where it is not known, or too long ago.</summary>
    public ShapeVersion? Before { get; private set; }

    /// <summary>The names that changed their meaning since.</summary>
    public HashSet<string> Changed { get; }

    /// <summary>A state that nothing is known to lead to.</summary>
    public static ShapeVersion First() => new(null, []);

    /// <summary>The state after some names have changed their meaning.</summary>
    public ShapeVersion Then(HashSet<string> changed)
    {
        var oldest = this;
        for (var way = 1; way < LongestWay && oldest.Before is { } earlier; way++) oldest = earlier;
        oldest.Before = null;
        return new ShapeVersion(this, changed);
    }
}
