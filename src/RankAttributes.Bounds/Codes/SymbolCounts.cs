namespace RankAttributes.Bounds.Codes;

/// <summary>How often each magnitude occurs in a tensor of integers: all that the length of its code depends on. Mutable.</summary>
public sealed class SymbolCounts
{
    private readonly List<long> counts = [];

    /// <summary>The length of the tensor's code in bits.</summary>
    public double Length
    {
        get
        {
            var left = 0L;
            foreach (var count in counts) left += count;
            var bits = 0.0;
            for (var magnitude = 0; left > 0; magnitude++)
            {
                var more = left - counts[magnitude];
                bits += KrichevskyTrofimov.Length(counts[magnitude], more);
                if (magnitude == 0) bits += more;
                left = more;
            }

            return bits;
        }
    }

    /// <summary>The cost of one more integer of this magnitude in bits, its sign included: the price that training pays.</summary>
    /// <param name="magnitude">At least 0.</param>
    public double PriceOf(int magnitude)
    {
        Guard.NotNegative(magnitude, nameof(magnitude));
        var left = 0L;
        foreach (var count in counts) left += count;
        var nats = magnitude > 0 ? Math.Log(2) : 0;
        for (var level = 0; level <= magnitude; level++)
        {
            var here = level < counts.Count ? counts[level] : 0;
            nats -= Math.Log(((level < magnitude ? left - here : here) + 0.5) / (left + 1));
            left -= here;
        }

        return nats / Math.Log(2);
    }

    /// <summary>Counts the magnitudes of a tensor.</summary>
    /// <param name="symbols">The integers.</param>
    public static SymbolCounts Of(IReadOnlyList<int> symbols)
    {
        if (symbols is null) throw new ArgumentNullException(nameof(symbols));
        var counts = new SymbolCounts();
        foreach (var symbol in symbols) counts.Add(symbol, 1);
        return counts;
    }

    /// <summary>Replaces one integer by another.</summary>
    /// <param name="old">An integer that was counted.</param>
    /// <param name="other">The integer that takes its place.</param>
    public void Replace(int old, int other)
    {
        Add(old, -1);
        Add(other, 1);
    }

    private void Add(int symbol, long count)
    {
        var magnitude = Math.Abs(symbol);
        while (counts.Count <= magnitude) counts.Add(0);
        counts[magnitude] += count;
    }
}
