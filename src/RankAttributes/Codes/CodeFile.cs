using System.Buffers.Binary;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>What all files of this folder have in common: mark, version, kind, checksum, header.</summary>
/// <remarks>
/// Layout: <c>RAC</c>, version 1, kind; CRC-32 of names and shapes; CRC-32 of all that follows; then the header in γ codes, filled up with zeros
/// to whole bytes; then the kind's own content.
/// </remarks>
internal static class CodeFile
{
    public const byte Integers = 1, Posterior = 2;

    private const byte Version = 1;
    private const int PrefixLength = 13, MaxLength = 1 << 30, MaxArchitecture = 64;

    private static ReadOnlySpan<byte> Mark => "RAC"u8;

    public static byte[] Write(byte kind, IReadOnlyList<CodedParameter> coded, IReadOnlyList<long> architecture, bool hasScales, byte[] content)
    {
        var header = new GammaWriter();
        header.WriteBit(hasScales);
        header.Write(architecture.Count + 1);
        foreach (var number in architecture) header.Write(number);
        if (hasScales)
        {
            foreach (var parameter in coded) header.WriteSigned(parameter.ScaleExponent);
        }

        byte[] body = [.. header.ToArray(), .. content];
        var prefix = new byte[PrefixLength];
        Mark.CopyTo(prefix);
        (prefix[3], prefix[4]) = (Version, kind);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix.AsSpan(5), Checksum.OfLayout(coded));
        BinaryPrimitives.WriteUInt32LittleEndian(prefix.AsSpan(9), Checksum.Of(body));
        return [.. prefix, .. body];
    }

    /// <summary>Checks mark, version, checksum and limits, and reads the header as far as it does not depend on the model.</summary>
    public static CodeFileHeader ReadHeader(byte[] bytes, string path)
    {
        if (bytes.Length < PrefixLength || !bytes.AsSpan(0, 3).SequenceEqual(Mark)) throw Bad(path, "is not a code: it does not begin with RAC");
        if (bytes[3] != Version) throw Bad(path, $"is of version {bytes[3]}; this library reads version {Version}. Update it");
        if (bytes[4] is not (Integers or Posterior)) throw Bad(path, $"is of the unknown kind {bytes[4]}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(9)) != Checksum.Of(bytes.AsSpan(PrefixLength)))
            throw Bad(path, "is damaged: its checksum is wrong. Fetch it again");
        var reader = new GammaReader(bytes, PrefixLength);
        try
        {
            var hasScales = reader.ReadBit();
            var count = reader.Read() - 1;
            if (count > MaxArchitecture) throw Bad(path, $"announces an architecture of {count} numbers, more than {MaxArchitecture}");
            var architecture = new List<long>();
            while (architecture.Count < count) architecture.Add(reader.Read());
            return new CodeFileHeader(bytes[4], BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(5)), hasScales, architecture, reader);
        }
        catch (EndOfStreamException exception)
        {
            throw Bad(path, "ends within its header", exception);
        }
    }

    public static NetworkDescription Read(byte[] bytes, string path, nn.Module<Tensor, Tensor> model, CodeOptions options)
    {
        var header = ReadHeader(bytes, path);
        using var flat = new FlatParameters(model, hasScales: false);
        if (!header.Architecture.SequenceEqual(options.Architecture))
            throw Bad(path, $"is for the architecture [{string.Join(", ", header.Architecture)}], the options say [{string.Join(", ", options.Architecture)}]");
        if (header.HasScales != options.HasScales) throw Bad(path, $"was written with HasScales = {header.HasScales}");
        if (header.Layout != Checksum.OfLayout(flat.Coded)) throw Bad(path, "is for another model: names or shapes of its parameters differ");
        var coded = Scaled(header, flat.Coded, path);
        var start = header.Reader.NextByte();
        return header.Kind == Integers
            ? EncodedFile.Read(bytes, start, coded, model, flat, options, path)
            : PosteriorFile.Read(bytes, start, coded, options, path);
    }

    public static byte[] ReadAll(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var length = new FileInfo(path).Length;
        return length <= MaxLength ? File.ReadAllBytes(path) : throw Bad(path, $"has {length} bytes, more than {MaxLength}");
    }

    public static void WriteAtomically(string path, byte[] bytes)
    {
        var beside = path + ".new";
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, path, overwrite: true);
    }

    public static CodeFormatException Bad(string path, string what, Exception? inner = null) => new($"'{path}' {what}.", inner);

    private static IReadOnlyList<CodedParameter> Scaled(CodeFileHeader header, IReadOnlyList<CodedParameter> coded, string path)
    {
        if (!header.HasScales) return coded;
        try
        {
            return [.. coded.Select(parameter => parameter with { ScaleExponent = Exponent(header.Reader.ReadSigned(), path) })];
        }
        catch (EndOfStreamException exception)
        {
            throw Bad(path, "ends within its header", exception);
        }
    }

    private static int Exponent(long j, string path)
        => j is >= -400 and <= 400 ? (int)j : throw Bad(path, $"holds the scale exponent {j}, outside of -400 to 400");
}

/// <summary>The header of a file, and the reader that is at its end.</summary>
internal sealed record CodeFileHeader(byte Kind, uint Layout, bool HasScales, IReadOnlyList<long> Architecture, GammaReader Reader);
