using System.Text;
using System.Text.Json;
using RankAttributes.Tracking;
using RankAttributes.Tracking.Sinks;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>Files that a killed process, a full disk or an enemy left behind.</summary>
public sealed class JsonLinesRepairTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_last_line_torn_at_any_byte_is_cut_off_and_the_run_goes_on(int whole)
    {
        static BoundSnapshot Small(int step) => new() { Model = "ü", Time = Snapshots.Time, Progress = new TrainingProgress(step) };
        var before = Enumerable.Range(0, whole).SelectMany(step => Line(Small(step))).ToArray();
        var last = Line(Small(whole));
        for (var length = 0; length <= last.Length; length++)
        {
            place.Put([.. before, .. last[..length]]);
            // Where only the line's end is missing, nothing is.
            var kept = length >= last.Length - 1 ? whole + 1 : whole;
            Assert.Equal(Upto(kept), JsonLinesSink.Read(place.Log).Steps());
            using (var sink = new JsonLinesSink(place.Log))
            {
                Assert.Equal(Upto(kept), sink.Open().Steps());
                Assert.Equal(0, sink.SkippedLines);
                sink.Write(Small(kept));
            }

            Assert.Equal(Enumerable.Range(0, kept + 1).SelectMany(step => Line(Small(step))).ToArray(), File.ReadAllBytes(place.Log));
        }
    }

    [Fact]
    public void Zeros_that_a_power_failure_left_are_cut_off()
    {
        place.Put([.. Line(0), .. new byte[4096]]);
        using var sink = new JsonLinesSink(place.Log);
        Assert.Equal([0], sink.Open().Steps());
        Assert.Equal(Line(0).Length, new FileInfo(place.Log).Length);
    }

    public static TheoryData<string> Hostile =>
    [
        "not json",
        "null",
        "[]",
        "1e999",
        new string('[', 100_000),
        string.Concat(Enumerable.Repeat("{\"model\":", 100_000)),
        """{"model":"m","progress":{"step":0},"extra":""" + new string('[', 100) + new string(']', 100) + "}",
        """{"model":"m"}""",
        """{"model":"m","progress":null}""",
        """{"model":"m","progress":{"step":-1}}""",
        """{"model":"m","progress":{"step":99999999999999999999}}""",
        """{"model":"m","progress":{"step":0},"layers":[null]}""",
        """{"model":"m","progress":{"step":0},"layers":[{"outputs":1,"inputs":1}]}""",
        """{"model":"m","progress":{"step":0},"bounds":[{"kind":"somethingElse"}]}""",
        """{"model":"m","progress":{"step":0},"bounds":[{"kind":99}]}""",
        """{"model":"m","progress":{"step":0},"notes":[null]}""",
        """{"model":"m","progress":{"step":0},"time":"yesterday"}""",
        "{\"model\":\"\u00ff\",\"progress\":{\"step\":0}}",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_line_that_is_no_snapshot_is_passed_over_and_counted(string line)
    {
        // As Latin-1, so that the last is not UTF-8.
        byte[] bad = [.. Encoding.Latin1.GetBytes(line), (byte)'\n'];
        byte[] file = [.. Line(0), .. bad, .. " \r\n"u8, .. Line(1), .. bad, .. Line(2)];
        place.Put(file);
        using (var sink = new JsonLinesSink(place.Log))
        {
            Assert.Equal([0, 1, 2], sink.Open().Steps());
            Assert.Equal(2, sink.SkippedLines);
            sink.Write(Snapshots.At(3));
        }

        Assert.Equal([.. file, .. Line(3)], File.ReadAllBytes(place.Log));
    }

    [Fact]
    public void What_a_line_leaves_out_is_empty()
    {
        place.Put("""
            {"progress":{"step":0}}
            {"progress":{"step":1},"model":null,"layers":null,"bounds":null,"notes":null}
            {"progress":{"step":2},"layers":[{"name":"fc1.weight","outputs":1,"inputs":2,"spectrum":null}]}

            """u8.ToArray());
        var snapshots = JsonLinesSink.Read(place.Log);
        Assert.Equal([0, 1, 2], snapshots.Steps());
        Assert.All(snapshots, snapshot => Assert.Equal(("", 0, 0), (snapshot.Model, snapshot.Bounds.Count, snapshot.Notes.Count)));
        Assert.Equal([0, 0, 1], snapshots.Select(snapshot => snapshot.Layers.Count));
        Assert.Empty(snapshots[2].Layers[0].Spectrum);
        Assert.Empty(snapshots[2].Layers[0].SingularValues);
    }

    [Fact]
    public void A_line_that_is_too_long_is_neither_read_nor_written()
    {
        var longName = Snapshots.At(1) with { Model = new string('m', JsonLinesSink.MaxLine) };
        place.Put([.. Line(0), .. JsonSerializer.SerializeToUtf8Bytes(longName, SnapshotJson.Line.BoundSnapshot), (byte)'\n', .. Line(2)]);
        using var sink = new JsonLinesSink(place.Log);
        Assert.Equal([0, 2], sink.Open().Steps());
        Assert.Equal(1, sink.SkippedLines);

        Assert.Contains(place.Log, Assert.Throws<IOException>(() => sink.Write(longName)).Message, StringComparison.Ordinal);
        sink.Write(Snapshots.At(3));
        Assert.Equal([0, 2, 3], JsonLinesSink.Read(place.Log).Steps());
    }

    [Fact]
    public void Of_a_very_long_file_the_end_is_read()
    {
        place.Put(Line(0));
        using (var file = new FileStream(place.Log, FileMode.Open))
        {
            // Without content on the disk: a hole.
            file.SetLength(JsonLinesSink.MaxHistory + 1_000_000);
            file.Seek(0, SeekOrigin.End);
            file.Write([(byte)'\n', .. Line(1), .. Line(2)]);
        }

        using var sink = new JsonLinesSink(place.Log);
        Assert.Equal([1, 2], sink.Open().Steps());
        Assert.Equal(0, sink.SkippedLines);
    }

    [Theory]
    [InlineData("# My thesis\n\nThe last line has no end")]
    [InlineData("{\"version\":1}")]
    [InlineData("GIF89a")]
    [InlineData("{\n  \"model\": \"a config file\"\n}\n")]
    public void A_file_that_is_something_else_is_left_as_it_is(string content)
    {
        place.Put(Encoding.UTF8.GetBytes(content));
        var sink = new JsonLinesSink(place.Log);
        var refused = Assert.Throws<IOException>(sink.Open);
        Assert.Contains(place.Log, refused.Message, StringComparison.Ordinal);
        Assert.Contains("something else than snapshots", refused.Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => sink.Write(Snapshots.At(0)));
        Assert.Throws<IOException>(sink.Dispose);
        Assert.Equal(content, File.ReadAllText(place.Log));
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_are_read()
    {
        place.Put([0xEF, 0xBB, 0xBF, .. Line(0)[..^1], (byte)'\r', (byte)'\n', .. Line(1)]);
        using var sink = new JsonLinesSink(place.Log);
        Assert.Equal([0, 1], sink.Open().Steps());
    }

    private static byte[] Line(int step) => Line(Snapshots.At(step));

    private static byte[] Line(BoundSnapshot snapshot) => [.. JsonSerializer.SerializeToUtf8Bytes(snapshot, SnapshotJson.Line.BoundSnapshot), (byte)'\n'];

    private static IEnumerable<long> Upto(int count) => Enumerable.Range(0, count).Select(step => (long)step);
}
