using System.Globalization;
using System.Text.RegularExpressions;
using FashionMnist.Training;

namespace RankAttributes.Samples.Tests;

public sealed partial class FashionMnistTests : IDisposable
{
    private readonly Idx files = new();
    private readonly string runs = Directory.CreateTempSubdirectory("runs").FullName;

    public FashionMnistTests() => files.WriteFashionMnist(300, 100);

    public void Dispose()
    {
        files.Dispose();
        Directory.Delete(runs, recursive: true);
    }

    [Fact]
    public void Compares_the_penalties_in_one_table_and_trains_nothing_twice()
    {
        string[] options = ["--models", "mlp-none,mlp-p0.5,cnn-p1", "--epochs", "2"];
        var (exitCode, output, error) = Run(options);

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
        Assert.Equal(6, EpochLines().Count(output));
        foreach (var row in new[] { "mlp", "cnn", "test accuracy", "rank of fc1", "rank of conv2", "after factorization", "Theorem 3.6, declared p",
            "Theorem 3.7, best p of each layer", "parameter counting", "certificate, 95%" })
            Assert.Contains($"│ {row} ", output, StringComparison.Ordinal);
        var rates = Row(output, "Theorem 3.6, best p of each layer");
        Assert.Equal(2, rates.Length);
        Assert.All(rates, rate => Assert.True(double.Parse(rate, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture) > 0, output));

        foreach (var run in new[] { "mlp-none", "mlp-p0.5", "cnn-p1" })
        {
            var folder = Path.Combine(runs, run);
            Assert.Equal([1, 2, null], SnapshotLines.Read(Path.Combine(folder, "snapshots.jsonl")).Select(line => line.Epoch));
            Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(Path.Combine(folder, "training.html")), StringComparison.OrdinalIgnoreCase);
            Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(folder, "tensorboard"), "*tfevents*", SearchOption.AllDirectories));
        }

        var again = Run(options).Output;
        Assert.Equal(3, again.Split("finished before").Length - 1);
        Assert.Equal(Table(output), Table(again));
    }

    [Theory]
    [InlineData("mlp-none")]
    [InlineData("mlp-p0.5")]
    public void A_killed_run_goes_on_to_the_same_end(string name)
    {
        string[] options = ["--models", name, "--epochs", "12"];
        var (lines, checkpoint) = (Path.Combine(runs, name, "snapshots.jsonl"), Path.Combine(runs, name, "checkpoint.safetensors"));
        foreach (var epochs in new[] { 1, 4, 8 })
        {
            using var process = SampleProcess.Start("FashionMnist", [.. options, "--data", files.Folder, "--out", runs]);
            while (!process.HasExited && Epochs(lines) < epochs) Thread.Sleep(5);
            Assert.False(process.HasExited, $"It ended before epoch {epochs}, or before it could be killed.");
            process.Kill();
            process.WaitForExit();
        }

        var (exitCode, output, _) = Run(options);
        Assert.Equal(0, exitCode);
        Assert.True(Continued().IsMatch(output), output);
        Assert.Contains("certificate, 95%", output, StringComparison.Ordinal);
        var (resumed, bits) = (SnapshotLines.Read(lines), File.ReadAllBytes(checkpoint));
        Assert.Equal([.. Enumerable.Range(1, 12).Select(epoch => (int?)epoch), null], resumed.Select(line => line.Epoch));

        Directory.Delete(runs, recursive: true);
        var uninterrupted = Run(options);
        Assert.Equal(SnapshotLines.Read(lines), resumed);
        Assert.Equal(File.ReadAllBytes(checkpoint), bits);
        Assert.Equal(Table(uninterrupted.Output), Table(output));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_its_run_begins_anew()
    {
        string[] options = ["--models", "cnn-p0.5", "--epochs", "2"];
        Run(options);
        var checkpoint = Path.Combine(runs, "cnn-p0.5", "checkpoint.safetensors");
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..1000]);
        File.WriteAllText(Path.Combine(runs, "cnn-p0.5", "result.json"), "{\"Settings\": null}");
        var (exitCode, output, error) = Run(options);

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Contains(checkpoint, output, StringComparison.Ordinal);
        Assert.Contains("This run starts over.", output, StringComparison.Ordinal);
        Assert.Equal([1, 2, null], SnapshotLines.Read(Path.Combine(runs, "cnn-p0.5", "snapshots.jsonl")).Select(line => line.Epoch));
    }

    [Fact]
    public void A_lost_result_is_made_again_from_the_last_checkpoint()
    {
        string[] options = ["--models", "cnn-none", "--epochs", "2"];
        var first = Run(options).Output;
        File.Delete(Path.Combine(runs, "cnn-none", "result.json"));
        var second = Run(options).Output;

        Assert.Equal(0, EpochLines().Count(second));
        Assert.Equal(Table(first), Table(second));
    }

    [Fact]
    public void Runs_made_otherwise_are_not_overwritten()
    {
        Run("--models", "cnn-none", "--epochs", "1");
        var (exitCode, _, error) = Run("--models", "cnn-none", "--epochs", "2");

        Assert.Equal(4, exitCode);
        Assert.Contains("1 epochs of 300 samples", error, StringComparison.Ordinal);
        Assert.Contains("--out", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_do_not_share_a_folder()
    {
        using var held = new RunsFolder(runs);
        var (exitCode, _, error) = Run("--models", "cnn-none", "--epochs", "1");

        Assert.Equal(4, exitCode);
        Assert.Contains("another process", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(runs, "cnn-none");
        File.WriteAllText(file, "");
        var (exitCode, _, error) = Run("--models", "cnn-none", "--epochs", "1");

        Assert.Equal(4, exitCode);
        Assert.Contains(file, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--models knows no resnet", "--models", "mlp,resnet")]
    [InlineData(2, "--epochs must lie between 1 and 1000", "--epochs", "0")]
    [InlineData(2, "Cannot parse argument 'few'", "--samples", "few")]
    [InlineData(3, "/no/such/folder does not exist", "--data", "/no/such/folder")]
    public void Says_what_is_wrong_and_exits_with_its_code(int expected, string message, params string[] options)
    {
        var (exitCode, _, error) = SampleProcess.Run("FashionMnist", [.. options, "--out", runs]);
        Assert.Equal(expected, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Run(params string[] options) =>
        SampleProcess.Run("FashionMnist", [.. options, "--data", files.Folder, "--out", runs]);

    private static int Epochs(string lines) => File.Exists(lines) ? SnapshotLines.Read(lines).Count : 0;

    private static string Table(string output) => output[output.IndexOf('┌', StringComparison.Ordinal)..];

    /// <summary>The cells of a row of the table, the empty ones left out.</summary>
    private static string[] Row(string output, string name) =>
        output.Split('\n').First(line => line.StartsWith($"│ {name} ", StringComparison.Ordinal))
            .Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..];

    [GeneratedRegex("continued after epoch ([7-9]|1[0-2]) of 12")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^ +\d+ +\d+\.\d{3} +[\d.]+% +[\d.]+%  \w+ [\d.]+/\d+ .{0,55}$", RegexOptions.Multiline)]
    private static partial Regex EpochLines();
}
