using System.Text;

namespace RankAttributes.Codes;

/// <summary>CRC-32 as in gzip: finds damage, not malice.</summary>
internal static class Checksum
{
    private const uint Polynomial = 0xEDB88320;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ Polynomial : crc >> 1;
        }

        return ~crc;
    }

    /// <summary>Of names and shapes, so that a code is not read into another model.</summary>
    public static uint OfLayout(IReadOnlyList<CodedParameter> coded)
        => Of(Encoding.UTF8.GetBytes(string.Join('\n', coded.Select(parameter => $"{parameter.Name}:{string.Join(',', parameter.Shape)}"))));
}
