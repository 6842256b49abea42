namespace RankAttributes.Codes;

/// <summary>Reads what <see cref="GammaWriter"/> wrote.</summary>
internal sealed class GammaReader(byte[] bytes, int start)
{
    private long position = start * 8L;

    /// <exception cref="EndOfStreamException">The bytes are at their end.</exception>
    public bool ReadBit()
    {
        if (position >= bytes.Length * 8L) throw new EndOfStreamException();
        var bit = (bytes[position / 8] >> (7 - (int)(position % 8))) & 1;
        position++;
        return bit == 1;
    }

    /// <inheritdoc cref="ReadBit"/>
    public long Read()
    {
        var length = 0;
        while (!ReadBit())
        {
            // No number of this format has 62 bits; a hostile one must not overflow.
            if (++length > 61) throw new EndOfStreamException();
        }

        var number = 1L;
        for (; length > 0; length--) number = (number << 1) | (ReadBit() ? 1L : 0);
        return number;
    }

    /// <inheritdoc cref="ReadBit"/>
    public long ReadSigned()
    {
        var number = Read();
        return number % 2 == 1 ? number / 2 : -(number / 2);
    }

    /// <summary>The first whole byte that is not read yet.</summary>
    public int NextByte() => (int)((position + 7) / 8);
}
