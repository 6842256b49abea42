using System.Buffers.Binary;
using System.IO.Compression;

namespace RankAttributes.Samples.Tests;

/// <summary>Writes IDX files, whole or broken, into a temporary folder of its own.</summary>
internal sealed class Idx : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("idx").FullName;

    public static byte[] Bytes(int[] shape, byte[] values, byte type = 8)
    {
        var header = new byte[4 + (4 * shape.Length)];
        header[2] = type;
        header[3] = (byte)shape.Length;
        for (var i = 0; i < shape.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        return [.. header, .. values];
    }

    public static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return target.ToArray();
    }

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A Fashion-MNIST folder of the given sizes with random pixels and labels 0 to 9.</summary>
    public void WriteFashionMnist(int train, int test, int trainLabels = -1)
    {
        var random = new Random(5);
        foreach (var (part, images, labels) in new[] { ("train", train, trainLabels < 0 ? train : trainLabels), ("t10k", test, test) })
        {
            var pixels = new byte[images * 784];
            random.NextBytes(pixels);
            Write($"{part}-images-idx3-ubyte.gz", Gzip(Bytes([images, 28, 28], pixels)));
            Write($"{part}-labels-idx1-ubyte", Bytes([labels], [.. Enumerable.Range(0, labels).Select(i => (byte)(i % 10))]));
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
