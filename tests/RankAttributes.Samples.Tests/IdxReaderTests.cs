using Samples.Data;

namespace RankAttributes.Samples.Tests;

public sealed class IdxReaderTests : IDisposable
{
    private readonly Idx files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_plain_and_gzip_by_content_whatever_the_name(bool gzip)
    {
        var bytes = Idx.Bytes([2, 3], [1, 2, 3, 4, 5, 255]);
        var array = IdxReader.Read(files.Write("any", gzip ? Idx.Gzip(bytes) : bytes));

        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 255], array.Values);
    }

    public static TheoryData<string, byte[], string> Broken => new()
    {
        { "empty", [], "ends within its header" },
        { "header cut", [0, 0, 8, 2, 0, 0], "ends within its header" },
        { "another type", Idx.Bytes([1], [0, 0, 0, 0], type: 0x0D), "not an IDX file of unsigned bytes" },
        { "text", "<html>not found</html>"u8.ToArray(), "not an IDX file of unsigned bytes" },
        { "no dimensions", [0, 0, 8, 0], "not an IDX file of unsigned bytes" },
        { "zero dimension", Idx.Bytes([0, 4], []), "a dimension of 0" },
        { "huge dimensions", Idx.Bytes([-1, -1, -1], [1]), "more than a gigabyte" },
        { "truncated", Idx.Bytes([10], [1, 2, 3]), "announces 10 values, and 3 are there" },
        { "continues", Idx.Bytes([2], [1, 2, 3]), "continues after the 2 values" },
        { "gzip cut", Idx.Gzip(Idx.Bytes([5000], new byte[5000]))[..30], "is damaged" },
        { "gzip flipped", Flipped(Idx.Gzip(Idx.Bytes([500], Enumerable.Range(0, 500).Select(i => (byte)(i * 7919 >> 3)).ToArray()))), "is damaged" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Names_the_file_and_what_is_wrong_with_it(string name, byte[] content, string what)
    {
        var path = files.Write(name, content);
        var exception = Assert.Throws<DatasetException>(() => IdxReader.Read(path));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Flipped(byte[] content)
    {
        content[content.Length / 2] ^= 0xFF;
        content[(content.Length / 2) + 1] ^= 0xFF;
        return content;
    }
}
