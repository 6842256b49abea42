using System.Globalization;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>Real processes: killed without warning, and with a disk that is full.</summary>
public sealed class KilledAndFullTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task A_killed_run_resumes_with_every_line_that_was_written()
    {
        var known = 0L;
        for (var round = 0; round < 4; round++)
        {
            using var training = TrainingProcess.Start("train", place.Log);
            for (var step = known; step < known + 20 + round; step++)
                Assert.Equal(step.ToString(CultureInfo.InvariantCulture), await training.StandardOutput.ReadLineAsync());
            using (var other = new JsonLinesSink(place.Log))
                Assert.Contains("another tracker", Assert.Throws<IOException>(other.Open).Message, StringComparison.Ordinal);

            training.Kill();
            var said = (await training.StandardOutput.ReadToEndAsync()).Split('\n')[..^1];
            await training.WaitForExitAsync();
            var acknowledged = said.Length > 0 ? long.Parse(said[^1], CultureInfo.InvariantCulture) : known + 20 + round - 1;

            var steps = JsonLinesSink.Read(place.Log).Steps().ToList();
            Assert.Equal(Enumerable.Range(0, steps.Count).Select(step => (long)step), steps);
            Assert.InRange(steps.Count - 1, acknowledged, acknowledged + 1);
            known = steps.Count;
        }

        using var sink = new JsonLinesSink(place.Log);
        Assert.Equal(known, sink.Open().Count);
        Assert.Equal(0, sink.SkippedLines);
        sink.Write(Snapshots.At(known));
        Assert.Equal(known + 1, JsonLinesSink.Read(place.Log).Count);
    }

    [Fact]
    public async Task On_a_full_disk_no_half_line_stays_and_none_is_lost_when_there_is_room_again()
    {
        if (OperatingSystem.IsWindows()) return;
        using var training = TrainingProcess.Start("fill", "lines", place.Log);
        var full = (await training.StandardOutput.ReadLineAsync())!.Split(' ', 2);
        var lastFailed = int.Parse(full[0], CultureInfo.InvariantCulture);
        Assert.Contains("make room", full[1], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, lastFailed - 2).Select(step => (long)step), JsonLinesSink.Read(place.Log).Steps());
        using (var file = new FileStream(place.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            file.Seek(-1, SeekOrigin.End);
            Assert.Equal('\n', file.ReadByte());
        }

        await training.StandardInput.WriteLineAsync();
        Assert.Equal((lastFailed + 1).ToString(CultureInfo.InvariantCulture), await training.StandardOutput.ReadLineAsync());
        await training.WaitForExitAsync();
        Assert.Equal(0, training.ExitCode);
        Assert.Equal(Enumerable.Range(0, lastFailed + 2).Select(step => (long)step), JsonLinesSink.Read(place.Log).Steps());
    }

    [Fact]
    public async Task After_a_full_disk_TensorBoard_finds_every_step_in_files_that_are_whole()
    {
        if (OperatingSystem.IsWindows()) return;
        using var training = TrainingProcess.Start("fill", "tensorboard", place.Folder);
        var full = (await training.StandardOutput.ReadLineAsync())!.Split(' ', 2);
        Assert.Contains("make room", full[1], StringComparison.Ordinal);
        Assert.DoesNotContain("tfevents", full[1], StringComparison.Ordinal);
        await training.StandardInput.WriteLineAsync();
        var steps = int.Parse((await training.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture) + 1;
        await training.WaitForExitAsync();

        // The limit is on each file, so each new one takes some.
        var files = EventFile.In(place.Folder).ToList();
        Assert.InRange(files.Count, 2, 4);
        Assert.All(files.SkipLast(1), file => Assert.True(file.IsTorn));
        Assert.False(files[^1].IsTorn);
        // The last event of a snapshot, so each is whole, once.
        Assert.Equal(
            Enumerable.Range(0, steps).Select(step => (long)step), files.SelectMany(file => file.Scalars("singular_values/fc20.weight"))
                .Select(point => point.Step));
    }
}
