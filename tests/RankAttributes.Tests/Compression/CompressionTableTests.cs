namespace RankAttributes.Tests.Compression;

/// <summary>The figures of a compression as text.</summary>
public sealed class CompressionTableTests
{
    [Theory]
    [InlineData(1, "l0 stays dense: it is small")]
    [InlineData(2, "l0 and l1 stay dense: it is small")]
    [InlineData(4, "l0, l1, l2 and l3 stay dense: it is small")]
    [InlineData(1_030, "l0, l1, l2 and 1,027 more stay dense: it is small")]
    public void Layers_that_stay_for_one_reason_share_a_line(int count, string line)
    {
        var layers = Enumerable.Range(0, count).Select(index => new CompressedLayer($"l{index}", 2, 3, null, 6, 6, 1, 0, "it is small"))
            .Append(new CompressedLayer("last", 2, 3, null, 6, 6, 1, 0, "it is odd")).Append(new CompressedLayer("cut", 9, 9, 2, 81, 36, 1, 0.1, ""));
        Assert.Equal([line, "last stays dense: it is odd"],
            new CompressionResult([.. layers]).ToString().Split(Environment.NewLine).Where(text => text.Contains(" dense: ", StringComparison.Ordinal)));
    }
}
