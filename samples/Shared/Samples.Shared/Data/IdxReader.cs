using System.Buffers.Binary;
using System.IO.Compression;

namespace Samples.Data;

/// <summary>
/// Reads IDX files of unsigned bytes, plain or compressed with gzip (told by content, not by name). Nothing in a header is
/// believed before the data is there: memory grows with what is read, never with what is announced.
/// </summary>
public static class IdxReader
{
    private const byte UnsignedByte = 0x08;
    private const long LargestContent = 1L << 30;

    public static IdxArray Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var content = Decompressed(file);
            return Read(path, content);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(path, $"its gzip data is corrupt ({exception.Message.TrimEnd('.')})", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"Cannot read {path}: {exception.Message}", exception);
        }
    }

    private static Stream Decompressed(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static IdxArray Read(string path, Stream content)
    {
        var magic = Header(path, content, 4);
        if (magic is not [0, 0, UnsignedByte, > 0])
        {
            throw new DatasetException(
                $"{path} is not an IDX file of unsigned bytes: it begins with {Convert.ToHexString(magic)}, not with 000008 and a "
                + "number of dimensions. Put the original file there.");
        }

        var shape = new int[magic[3]];
        var size = 1L;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(Header(path, content, 4));
            // Both factors are below 2^32 and the product is capped at every step, so it cannot overflow.
            size *= length;
            if (length == 0 || size > LargestContent)
                throw Damaged(path, $"its header announces a dimension of {length}, {(length == 0 ? "which holds nothing" : "more than a gigabyte of data")}");
            shape[axis] = (int)length;
        }

        return new IdxArray(path, shape, Values(path, content, size));
    }

    private static byte[] Header(string path, Stream content, int count)
    {
        var bytes = new byte[count];
        return content.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw Damaged(path, "it ends within its header");
    }

    private static byte[] Values(string path, Stream content, long size)
    {
        var values = new MemoryStream();
        var block = new byte[1 << 16];
        while (values.Length <= size && content.Read(block) is > 0 and var count) values.Write(block, 0, count);
        if (values.Length < size) throw Damaged(path, $"it is truncated: its header announces {size} values, and {values.Length} are there");
        if (values.Length > size) throw Damaged(path, $"it continues after the {size} values that its header announces");
        return values.ToArray();
    }

    private static DatasetException Damaged(string path, string what, Exception? inner = null) =>
        new($"{path} is damaged: {what}. Fetch the file again.", inner);
}
