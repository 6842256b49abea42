using System.Text;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>Files that are deleted under a run, that somebody else owns, or that a killed run left behind.</summary>
public sealed class LostFileTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_that_is_deleted_is_written_again_with_the_whole_run(bool folderToo)
    {
        var history = new List<BoundSnapshot>();
        using (var sink = new JsonLinesSink(place.Log))
        {
            sink.Open();
            for (var step = 0; step < 6; step++)
            {
                if (step == 3 && folderToo) Directory.Delete(Path.GetDirectoryName(place.Log)!, recursive: true);
                else if (step == 3) File.Delete(place.Log);
                history.Add(Snapshots.At(step));
                sink.Write(history[^1], history);
            }

            using var second = new JsonLinesSink(place.Log);
            Assert.Contains("another tracker", Assert.ThrowsAny<IOException>(() => second.Open()).Message, StringComparison.Ordinal);
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], JsonLinesSink.Read(place.Log).Steps());
        Assert.Equal([place.Log], Directory.GetFiles(Path.GetDirectoryName(place.Log)!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Event_files_that_are_deleted_are_written_again(bool folderToo)
    {
        var folder = Path.Combine(place.Folder, "board");
        var history = new List<BoundSnapshot>();
        using (var sink = new TensorBoardSink(folder))
        {
            sink.Open();
            for (var step = 0; step < 6; step++)
            {
                if (step == 3 && folderToo) Directory.Delete(folder, recursive: true);
                else if (step == 3) foreach (var file in Directory.GetFiles(folder)) File.Delete(file);
                history.Add(Snapshots.At(step));
                sink.Write(history[^1], history);
            }
        }

        Assert.Equal([0, 1, 2, 3, 4, 5], EventFile.In(folder).SelectMany(file => file.Scalars("loss/train")).Select(point => point.Step).Distinct().Order());
    }

    [Fact]
    public void A_second_tracker_through_a_symbolic_link_is_refused()
    {
        var folder = Path.GetDirectoryName(place.Log)!;
        Directory.CreateDirectory(folder);
        var (link, linkedFolder) = (Path.Combine(place.Folder, "link.jsonl"), Path.Combine(place.Folder, "again"));
        File.CreateSymbolicLink(link, place.Log);
        Directory.CreateSymbolicLink(linkedFolder, folder);
        using var first = new JsonLinesSink(place.Log);
        first.Open();
        first.Write(Snapshots.At(1));
        foreach (var path in new[] { link, Path.Combine(linkedFolder, "mlp.jsonl") })
        {
            var second = new JsonLinesSink(path);
            Assert.Contains("another tracker", Assert.ThrowsAny<IOException>(() => second.Open()).Message, StringComparison.Ordinal);
        }

        Assert.Equal([1], JsonLinesSink.Read(place.Log).Steps());
    }

    [Theory]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("{\"model\":\"resnet\",\"layers\":50}")]
    [InlineData("{\"model\":\"resnet\",\"progress\":{\"step\":1},\"layers\":50}")]
    public void A_file_of_zeros_and_a_foreign_object_are_refused_and_left_as_they_are(string content)
    {
        place.Put(Encoding.UTF8.GetBytes(content));
        var sink = new JsonLinesSink(place.Log);
        Assert.Contains("something else than snapshots", Assert.ThrowsAny<IOException>(() => sink.Open()).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => sink.Write(Snapshots.At(0)));
        Assert.ThrowsAny<IOException>(sink.Dispose);
        Assert.Equal(content, File.ReadAllText(place.Log));
    }

    [Fact]
    public void What_a_killed_run_left_of_a_page_is_removed_by_the_next()
    {
        var page = Path.Combine(place.Folder, "run.html");
        var left = $"{page}.{Guid.NewGuid():N}.tmp";
        var foreign = Path.Combine(place.Folder, "run.html.notes.tmp");
        File.WriteAllText(left, "<!DOCTYPE");
        File.WriteAllText(foreign, "mine");
        using ISnapshotSink sink = new TrainingPageSink(page);
        sink.Open();
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(foreign));
    }
}
