using System.Text;
using System.Text.Json;
using CsCheck;
using RankAttributes.Tracking;
using RankAttributes.Tracking.Sinks;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>What is written is what is read.</summary>
public sealed class JsonLinesTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Any_snapshot_comes_back_as_it_was_written()
        => Snapshots.Any.List[1, 5].Sample(snapshots =>
        {
            place.Put([]);
            List<BoundSnapshot> run = [.. snapshots.OrderBy(snapshot => snapshot.Progress.Step).DistinctBy(snapshot => snapshot.Progress.Step)];
            using (var sink = new JsonLinesSink(place.Log))
            {
                Assert.Empty(sink.Open());
                run.ForEach(sink.Write);
            }

            using var reopened = new JsonLinesSink(place.Log);
            Assert.Equal(run.Select(Written), reopened.Open().Select(Written));
            Assert.Equal(0, reopened.SkippedLines);
            Assert.Equal(run.Select(Written), JsonLinesSink.Read(place.Log).Select(Written));
        }, iter: 300, threads: 1);

    [Fact]
    public void A_line_is_one_object_in_UTF8_without_a_byte_order_mark_that_names_what_is_known()
    {
        using (var sink = new JsonLinesSink(place.Log))
        {
            sink.Open();
            sink.Write(Snapshots.At(0) with { Model = "Größe\n\r\u2028", Margin = null });
            sink.Write(Snapshots.At(7));
        }

        var bytes = File.ReadAllBytes(place.Log);
        Assert.Equal("{\"model\":\"Größe\\n\\r"u8.ToArray(), bytes[..21]);
        Assert.Equal(2, bytes.Count(value => value == '\n'));
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.DoesNotContain((byte)'\r', bytes);

        var lines = Encoding.UTF8.GetString(bytes).Split('\n')[..2].Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.False(lines[0].TryGetProperty("margin", out _));
        var bound = lines[1].GetProperty("bounds")[0];
        Assert.Equal(
            ("normBased", 2.5, 375_000, true),
                (bound.GetProperty("kind").GetString(), bound.GetProperty("gap").GetDouble(), bound.GetProperty("predictedSamples").GetDouble(),
                    bound.GetProperty("isVacuous").GetBoolean()));
        Assert.Equal(
            (7, 0.25),
                (lines[1].GetProperty("progress").GetProperty("step").GetInt64(), lines[1].GetProperty("progress").GetProperty("empiricalGap").GetDouble()));
        Assert.Equal([4, 2, 1], lines[1].GetProperty("layers")[0].GetProperty("spectrum").EnumerateArray().Select(value => value.GetDouble()));
        Assert.False(lines[1].GetProperty("layers")[0].TryGetProperty("singularValues", out _));
    }

    [Fact]
    public void A_run_that_diverged_is_written_too()
    {
        var diverged = Snapshots.At(3) with { Progress = new TrainingProgress(3) { TrainLoss = double.NaN, Penalty = double.PositiveInfinity } };
        using var sink = new JsonLinesSink(place.Log);
        sink.Open();
        sink.Write(diverged);

        Assert.Contains("\"trainLoss\":\"NaN\"", ReadShared(), StringComparison.Ordinal);
        Assert.Equal(
            (double.NaN, double.PositiveInfinity),
                (Assert.Single(JsonLinesSink.Read(place.Log)).Progress.TrainLoss, JsonLinesSink.Read(place.Log)[0].Progress.Penalty));
    }

    [Fact]
    public void Steps_that_a_resumed_run_repeats_take_the_place_of_the_former()
    {
        foreach (long[] run in new long[][] { [0, 10, 20, 30], [20, 25], [25, 40], [0], [5] })
        {
            using var sink = new JsonLinesSink(place.Log);
            sink.Open();
            foreach (var step in run)
            {
                sink.Write(Snapshots.At(step) with { Model = string.Join(' ', run) });
            }
        }

        Assert.Equal([(0, "0"), (5, "5")], JsonLinesSink.Read(place.Log).Select(snapshot => (snapshot.Progress.Step, snapshot.Model)));
        File.WriteAllLines(place.Log, File.ReadAllLines(place.Log).Take(8));
        using var reopened = new JsonLinesSink(place.Log);
        Assert.Equal(
            [(0, "0 10 20 30"), (10, "0 10 20 30"), (20, "20 25"), (25, "25 40"), (40, "25 40")], reopened.Open()
                .Select(snapshot => (snapshot.Progress.Step, snapshot.Model)));
    }

    [Fact]
    public void It_is_read_while_it_is_written_by_this_library_and_by_others()
    {
        using var sink = new JsonLinesSink(place.Log);
        sink.Open();
        for (var step = 0; step < 5; step++)
        {
            sink.Write(Snapshots.At(step));
            Assert.Equal(step + 1, JsonLinesSink.Read(place.Log).Count);
            Assert.Equal(step + 1, ReadShared().Split('\n').Length - 1);
        }

    }

    [Fact]
    public void The_path_is_that_of_when_the_sink_was_made_and_closing_leaves_nothing_beside_the_log()
    {
        var folder = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = place.Folder;
            using var sink = new JsonLinesSink(Path.Combine("runs", "mlp.jsonl"));
            Environment.CurrentDirectory = folder;
            sink.Open();
            sink.Write(Snapshots.At(0));
        }
        finally
        {
            Environment.CurrentDirectory = folder;
        }

        Assert.Equal([place.Log], Directory.EnumerateFiles(Path.GetDirectoryName(place.Log)!));
        Assert.Throws<ArgumentException>(() => new JsonLinesSink(" "));
        Assert.Throws<FileNotFoundException>(() => JsonLinesSink.Read(Path.Combine(place.Folder, "none.jsonl")));
    }

    private static string Written(BoundSnapshot snapshot) => JsonSerializer.Serialize(snapshot, SnapshotJson.Line.BoundSnapshot);

    private string ReadShared()
    {
        using var reader = new StreamReader(new FileStream(place.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
