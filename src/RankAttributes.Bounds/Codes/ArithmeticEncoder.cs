namespace RankAttributes.Bounds.Codes;

/// <summary>Writes flags of known odds into the fewest bits (Witten, Neal, Cleary 1987, with 32 bits).</summary>
internal sealed class ArithmeticEncoder
{
    internal const ulong Half = 1UL << 31, Quarter = 1UL << 30, Full = 1UL << 32;

    private readonly BitWriter output = new();
    private ulong low;
    private ulong high = Full - 1;
    private long pending;

    /// <summary>Appends a flag.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="zeroWeight">The weight of 0, at least 1.</param>
    /// <param name="weight">The weight of both together, at most 2³⁰ and above <paramref name="zeroWeight"/>.</param>
    public void Write(bool flag, ulong zeroWeight, ulong weight)
    {
        var split = (high - low + 1) * zeroWeight / weight;
        if (flag) low += split;
        else high = low + split - 1;
        while (true)
        {
            if (high < Half) Emit(false);
            else if (low >= Half) Emit(true);
            else if (low >= Quarter && high < 3 * Quarter) pending++;
            else return;
            var below = low >= Half ? Half : high < Half ? 0 : Quarter;
            low = (low - below) * 2;
            high = ((high - below) * 2) + 1;
        }
    }

    /// <summary>Ends the codeword, at most two bits longer than the logarithm of its probability.</summary>
    /// <param name="bitCount">Its length in bits.</param>
    public byte[] Finish(out long bitCount)
    {
        pending++;
        Emit(low >= Quarter);
        bitCount = output.Count;
        return output.ToArray();
    }

    private void Emit(bool bit)
    {
        output.Write(bit);
        for (; pending > 0; pending--) output.Write(!bit);
    }
}
