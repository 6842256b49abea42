namespace RankAttributes.Samples.Tests;

public sealed class CertifiedTests : IDisposable
{
    private readonly Idx files = new();
    private readonly string results = Directory.CreateTempSubdirectory("results").FullName;

    public CertifiedTests() => files.WriteFashionMnist(300, 100);

    public void Dispose()
    {
        files.Dispose();
        Directory.Delete(results, recursive: true);
    }

    [Fact]
    public void Trains_both_descriptions_and_another_process_confirms_each_sentence()
    {
        var (exitCode, output, error) = Train();

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        foreach (var method in new[] { "posterior", "integers" })
        {
            var file = Path.Combine(results, $"mnist-{method}.rac");
            var (verified, said, problem) = SampleProcess.Run("Certified", ["verify", file, "--mnist", files.Folder]);
            Assert.Equal("", problem);
            Assert.Equal(0, verified);
            Assert.Contains("too long for its data", said, StringComparison.Ordinal);
            foreach (var line in said.Split('\n')) Assert.Contains(line.TrimEnd(), output, StringComparison.Ordinal);
            Assert.Contains(said.Split('\n')[0].TrimEnd(), File.ReadAllText(Path.ChangeExtension(file, ".md")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_trained_twice_unless_the_settings_are_others()
    {
        var first = Train().Output;
        var again = Train().Output;
        Assert.Contains("epoch", Lines(first), StringComparison.Ordinal);
        Assert.DoesNotContain("  epoch", Lines(again), StringComparison.Ordinal);
        Assert.Equal(Table(first), Table(again));
        Assert.Contains("  epoch", Lines(Train("--seed", "2").Output), StringComparison.Ordinal);
    }

    [Fact]
    public void Verifying_names_what_is_wrong()
    {
        Train();
        var file = Path.Combine(results, "mnist-integers.rac");
        var bytes = File.ReadAllBytes(file);
        bytes[^2] ^= 4;
        File.WriteAllBytes(file, bytes);
        var (exitCode, _, error) = SampleProcess.Run("Certified", ["verify", file, "--mnist", files.Folder]);
        Assert.Equal(3, exitCode);
        Assert.Contains($"'{file}' is damaged", error, StringComparison.Ordinal);

        (exitCode, _, error) = SampleProcess.Run("Certified", ["verify", Path.Combine(results, "none.rac")]);
        Assert.Equal(3, exitCode);
        Assert.Contains("none.rac", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--methods knows no magic", "--methods", "magic")]
    [InlineData(2, "--epochs must lie between 1 and 10000", "--epochs", "0")]
    [InlineData(3, "/no/such/folder does not exist", "--mnist", "/no/such/folder")]
    public void Says_what_is_wrong_and_exits_with_its_code(int expected, string message, params string[] options)
    {
        var (exitCode, _, error) = SampleProcess.Run("Certified", [.. options, "--out", results]);
        Assert.Equal(expected, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Train(params string[] options)
        => SampleProcess.Run("Certified", ["--epochs", "2", "--draws", "2", "--mnist", files.Folder, "--out", results, .. options]);

    private static string Lines(string output) => output[..output.IndexOf("data ", StringComparison.Ordinal)];

    private static string Table(string output) => output[output.IndexOf("data ", StringComparison.Ordinal)..];
}
