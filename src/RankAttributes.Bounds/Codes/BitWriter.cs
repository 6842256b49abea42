namespace RankAttributes.Bounds.Codes;

/// <summary>Bits, the first of each byte its highest.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];

    public long Count { get; private set; }

    public void Write(bool bit)
    {
        var place = (int)(Count++ & 7);
        if (place == 0) bytes.Add(0);
        if (bit) bytes[bytes.Count - 1] |= (byte)(0x80 >> place);
    }

    public byte[] ToArray() => bytes.ToArray();
}
