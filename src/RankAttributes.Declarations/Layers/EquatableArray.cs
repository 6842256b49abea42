using System.Collections;

namespace RankAttributes.Declarations;

/// <summary>An immutable array compared by its elements, so that an unchanged declaration is recognized as unchanged.</summary>
internal readonly struct EquatableArray<T> : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private readonly T[]? items;

    /// <summary>Copies the elements.</summary>
    public EquatableArray(IEnumerable<T> items) => this.items = [.. items];

    public static EquatableArray<T> Empty => default;

    public int Count => items?.Length ?? 0;

    public T this[int index] => items is null ? throw new IndexOutOfRangeException() : items[index];

    public bool Equals(EquatableArray<T> other)
    {
        if (items == other.items) return true;
        if (Count != other.Count) return false;
        for (var index = 0; index < Count; index++)
        {
            if (!this[index].Equals(other[index])) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = 17;
        for (var index = 0; index < Count; index++) hash = unchecked((hash * 31) + this[index].GetHashCode());
        return hash;
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static class EquatableArray
{
    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items)
        where T : IEquatable<T>
        => new(items);
}
