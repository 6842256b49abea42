namespace RankAttributes.Bounds.Codes;

/// <summary>Reads what <see cref="ArithmeticEncoder"/> wrote. Behind its end the codeword continues with zeros.</summary>
internal sealed class ArithmeticDecoder
{
    private readonly byte[] bytes;
    private readonly long end;
    private long position;
    private ulong low;
    private ulong high = ArithmeticEncoder.Full - 1;
    private ulong value;

    public ArithmeticDecoder(byte[] bytes, int start)
    {
        this.bytes = bytes;
        position = start * 8L;
        end = bytes.Length * 8L;
        for (var bit = 0; bit < 32; bit++) value = (value << 1) | NextBit();
    }

    /// <summary>Bits that were asked for behind the end; no more than 32 where the codeword is whole.</summary>
    public long Missing { get; private set; }

    public bool Read(ulong zeroWeight, ulong weight)
    {
        var split = (high - low + 1) * zeroWeight / weight;
        var flag = value - low >= split;
        if (flag) low += split;
        else high = low + split - 1;
        while (true)
        {
            ulong below;
            if (high < ArithmeticEncoder.Half) below = 0;
            else if (low >= ArithmeticEncoder.Half) below = ArithmeticEncoder.Half;
            else if (low >= ArithmeticEncoder.Quarter && high < 3 * ArithmeticEncoder.Quarter) below = ArithmeticEncoder.Quarter;
            else return flag;
            low = (low - below) * 2;
            high = ((high - below) * 2) + 1;
            value = ((value - below) * 2) | NextBit();
        }
    }

    private ulong NextBit()
    {
        if (position >= end)
        {
            Missing++;
            return 0;
        }

        var bit = (ulong)(bytes[position >> 3] >> (7 - (int)(position & 7))) & 1;
        position++;
        return bit;
    }
}
