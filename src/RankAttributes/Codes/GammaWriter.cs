using System.Numerics;

namespace RankAttributes.Codes;

/// <summary>Natural numbers in Elias's γ code, as many zeros before each as its length has bits beyond the first.</summary>
internal sealed class GammaWriter
{
    private readonly List<byte> bytes = [];
    private long count;

    public void WriteBit(bool bit)
    {
        if (count % 8 == 0) bytes.Add(0);
        if (bit) bytes[^1] |= (byte)(0x80 >> (int)(count % 8));
        count++;
    }

    public void Write(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        var length = BitOperations.Log2((ulong)number);
        for (var bit = 0; bit < length; bit++) WriteBit(false);
        for (var bit = length; bit >= 0; bit--) WriteBit(((number >> bit) & 1) == 1);
    }

    public void WriteSigned(long number) => Write(number >= 0 ? (2 * number) + 1 : -2 * number);

    public byte[] ToArray() => [.. bytes];
}
