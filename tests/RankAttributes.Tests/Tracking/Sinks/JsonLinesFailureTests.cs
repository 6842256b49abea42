using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>A place that cannot be written: it is said, and no line is lost once it can.</summary>
public sealed class JsonLinesFailureTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Of_two_trackers_on_one_file_the_second_writes_when_the_first_has_closed_it()
    {
        using var second = new JsonLinesSink(place.Log);
        using (var first = new JsonLinesSink(place.Log))
        {
            first.Open();
            first.Write(Snapshots.At(0));
            var refused = Assert.Throws<IOException>(second.Open).Message;
            Assert.Contains("another tracker writes to it", refused, StringComparison.Ordinal);
            Assert.Contains(place.Log, refused, StringComparison.Ordinal);
            for (var step = 1; step <= 3; step++)
            {
                // A tracker tells each message once.
                Assert.Equal(refused, Assert.Throws<IOException>(() => second.Write(Snapshots.At(step))).Message);
            }

            Assert.Equal([0], JsonLinesSink.Read(place.Log).Steps());
        }

        second.Write(Snapshots.At(4));
        Assert.Equal([0, 1, 2, 3, 4], JsonLinesSink.Read(place.Log).Steps());
    }

    [Fact]
    public void What_waits_is_written_at_the_end()
    {
        var second = new JsonLinesSink(place.Log);
        using (var first = new JsonLinesSink(place.Log))
        {
            first.Open();
            Assert.Throws<IOException>(() => second.Write(Snapshots.At(1)));
            Assert.Throws<IOException>(() => second.Write(Snapshots.At(2)));
        }

        second.Dispose();
        second.Dispose();
        Assert.Equal([1, 2], JsonLinesSink.Read(place.Log).Steps());
        Assert.Throws<ObjectDisposedException>(() => second.Write(Snapshots.At(3)));
    }

    [Fact]
    public void Closing_says_what_is_lost()
    {
        using var first = new JsonLinesSink(place.Log);
        first.Open();
        var second = new JsonLinesSink(place.Log);
        Assert.Throws<IOException>(() => second.Write(Snapshots.At(1)));
        Assert.Contains("Snapshots that are lost: 1.", Assert.Throws<IOException>(second.Dispose).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file()
    {
        Directory.CreateDirectory(place.Log);
        using var sink = new JsonLinesSink(place.Log);
        Assert.Contains("it is a folder", Assert.Throws<IOException>(sink.Open).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => sink.Write(Snapshots.At(0)));
        Directory.Delete(place.Log);
        sink.Write(Snapshots.At(1));
        Assert.Equal([0, 1], JsonLinesSink.Read(place.Log).Steps());
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder()
    {
        File.WriteAllText(Path.GetDirectoryName(place.Log)!, "");
        using var sink = new JsonLinesSink(place.Log);
        Assert.Contains(place.Log, Assert.Throws<IOException>(sink.Open).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => sink.Write(Snapshots.At(0)));
        File.Delete(Path.GetDirectoryName(place.Log)!);
        sink.Write(Snapshots.At(1));
        Assert.Equal([0, 1], JsonLinesSink.Read(place.Log).Steps());
    }

    [Theory]
    [InlineData("/proc/run.jsonl")]
    [InlineData("/proc/runs/run.jsonl")]
    public void A_place_where_nobody_may_write(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        var sink = new JsonLinesSink(path);
        foreach (var failure in new[] { Record.Exception(() => { sink.Open(); }), Record.Exception(() => sink.Write(Snapshots.At(0))),
            Record.Exception(sink.Dispose) })
        {
            Assert.True(failure is IOException or UnauthorizedAccessException, failure?.ToString());
            Assert.Contains($"'{path}'", failure!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Memory_is_bounded_and_it_is_said_what_did_not_fit()
    {
        Directory.CreateDirectory(place.Log);
        using var sink = new JsonLinesSink(place.Log);
        var large = new string('m', JsonLinesSink.MaxLine - 4000);
        Exception? failure = null;
        for (var step = 0; step < 10; step++)
        {
            failure = Assert.Throws<IOException>(() => sink.Write(Snapshots.At(step) with { Model = large }));
        }

        Assert.Contains("There are so many that the oldest are lost.", failure!.Message, StringComparison.Ordinal);
        Directory.Delete(place.Log);
        sink.Write(Snapshots.At(10));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10], JsonLinesSink.Read(place.Log).Steps());
    }
}
