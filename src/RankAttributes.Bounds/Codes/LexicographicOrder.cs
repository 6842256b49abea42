namespace RankAttributes.Bounds.Codes;

/// <summary>Rows of integers in the order of a dictionary; a row that another one continues comes first.</summary>
public sealed class LexicographicOrder : IComparer<int[]>
{
    /// <summary>The only instance.</summary>
    public static LexicographicOrder Instance { get; } = new();

    private LexicographicOrder()
    {
    }

    /// <inheritdoc/>
    public int Compare(int[]? x, int[]? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        for (var index = 0; index < Math.Min(x.Length, y.Length); index++)
        {
            if (x[index] != y[index]) return x[index].CompareTo(y[index]);
        }

        return x.Length.CompareTo(y.Length);
    }
}
