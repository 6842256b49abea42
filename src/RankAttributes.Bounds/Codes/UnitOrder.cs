namespace RankAttributes.Bounds.Codes;

/// <summary>The bits that a network saves because its hidden units may be listed in any order.</summary>
public static class UnitOrder
{
    private static readonly double Ln2 = Math.Log(2);

    /// <summary>
    /// log₂(c!/∏mult!): as many bits as there are orders of the c units that decode to the same network, provided that the decoder puts
    /// them into a canonical order. Equal rows count as one, which can only understate the saving.
    /// </summary>
    /// <param name="units">For every unit the integers that tell it from others: incoming weights, bias, outgoing weights.</param>
    public static double Bits(IReadOnlyList<int[]> units)
    {
        if (units is null) throw new ArgumentNullException(nameof(units));
        var sorted = units.OrderBy(unit => unit, LexicographicOrder.Instance).ToList();
        var nats = StirlingError.LogFactorial(sorted.Count);
        for (int start = 0, end; start < sorted.Count; start = end)
        {
            for (end = start + 1; end < sorted.Count && LexicographicOrder.Instance.Compare(sorted[start], sorted[end]) == 0;) end++;
            nats -= StirlingError.LogFactorial(end - start);
        }

        return nats / Ln2;
    }
}
