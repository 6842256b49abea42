using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>The page on the disk: whole at any moment, drawn seldom, complete at the end.</summary>
public sealed class TrainingPageSinkTests
{
    [Fact]
    public async Task Who_reads_while_it_is_rewritten_sees_a_whole_page()
    {
        using var workplace = new Workplace();
        var path = Path.Combine(workplace.Folder, "runs", "page.html");
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var step = 0; !ended.IsCancellationRequested; step++)
            {
                var sink = new TrainingPageSink(path);
                sink.Write(Snapshots.At(step, layers: 1 + (step % 5)), [Snapshots.At(step, layers: 1 + (step % 5))]);
                sink.Dispose();
            }
        });
        while (!File.Exists(path)) await Task.Delay(5);

        var pages = new HashSet<string>();
        while (pages.Count < 10)
        {
            var page = await File.ReadAllTextAsync(path);
            Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
            Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
            pages.Add(page);
        }

        await ended.CancelAsync();
        await writing;
        Assert.Equal([path], Directory.GetFiles(workplace.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void It_rests_after_drawing_and_is_complete_at_the_end()
    {
        using var workplace = new Workplace();
        var path = Path.Combine(workplace.Folder, "page.html");
        var sink = new TrainingPageSink(path);
        var history = new List<BoundSnapshot>();
        var drawn = new HashSet<string>();
        for (var step = 0; step < 30; step++)
        {
            history.Add(Snapshots.At(step));
            sink.Write(history[^1], history);
            drawn.Add(File.ReadAllText(path));
        }

        // Thirty snapshots at once take less than a hundred times the first drawing.
        Assert.InRange(drawn.Count, 1, 3);
        sink.Write(new Certification { Model = "Mlp", Obstacles = ["there are no samples"] }, history);
        Assert.Contains("Nothing is certified for Mlp: there are no samples.", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Contains("Running: 30 snapshots, step 29", File.ReadAllText(path), StringComparison.Ordinal);
        sink.Dispose();
        var page = File.ReadAllText(path);
        Assert.Contains("Finished: 30 snapshots, step 29", page, StringComparison.Ordinal);
        foreach (var bound in new[] { "Theorem 3.6", "certificate, 95%", "empirical gap", "fc1.weight", "no margin was measured" })
            Assert.Contains(bound, page, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => sink.Write(history[0], history));
    }

    [Fact]
    public void A_page_that_cannot_be_written_names_the_file_and_the_remedy()
    {
        using var workplace = new Workplace();
        var blocked = Path.Combine(workplace.Folder, "blocked");
        File.WriteAllText(blocked, "");
        var sink = new TrainingPageSink(Path.Combine(blocked, "page.html"));
        var failure = Assert.ThrowsAny<IOException>(() => sink.Write(Snapshots.At(1), [Snapshots.At(1)]));
        Assert.Contains(Path.Combine(blocked, "page.html"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("name another file", failure.Message, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(workplace.Folder, "folder.html"));
        var onFolder = new TrainingPageSink(Path.Combine(workplace.Folder, "folder.html"));
        Assert.ThrowsAny<SystemException>(() => onFolder.Write(Snapshots.At(1), [Snapshots.At(1)]));
        Assert.Empty(Directory.GetFiles(workplace.Folder, "*.tmp", SearchOption.AllDirectories));
    }
}
