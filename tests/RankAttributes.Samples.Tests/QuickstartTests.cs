using System.Globalization;
using System.Text.RegularExpressions;

namespace RankAttributes.Samples.Tests;

public sealed partial class QuickstartTests : IDisposable
{
    private readonly Idx files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Trains_twice_and_ends_with_a_table_where_the_penalty_lowers_the_rank()
    {
        var (exitCode, output, error) = Run("--generated", "--epochs", "4", "--samples", "30000");

        SampleProcess.HoldsBudgetsOnly(error);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
        Assert.Equal(8, EpochLines().Count(output));
        var ranks = EffectiveRanks().Match(output);
        Assert.True(ranks.Success, output);
        Assert.True(Value(ranks.Groups[2]) < 0.95 * Value(ranks.Groups[1]), output);

        // The set has a planted rank of 4, and the file that was saved is the model that was measured.
        var parameters = Parameters().Match(output);
        Assert.True(parameters.Success && Value(parameters.Groups[2]) < Value(parameters.Groups[1]) / 4, output);
        var loaded = $"in a fresh process: 3 layers of low rank, {parameters.Groups[2].Value} parameters, test accuracy {parameters.Groups[3].Value}.";
        Assert.Contains(loaded, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_itself_for_a_seed_and_in_another_culture()
    {
        string[] options = ["--generated", "--epochs", "1", "--samples", "500", "--seed", "7"];
        var first = WithoutTimes(Run("en-US", options).Output);

        Assert.Equal(first, WithoutTimes(Run("fr-FR", options).Output));
        Assert.NotEqual(first, WithoutTimes(Run("en-US", [.. options[..^1], "8"]).Output));
    }

    [Theory]
    [InlineData(2, "--epochs must lie between 1 and 1000", "--epochs", "0")]
    [InlineData(2, "Cannot parse argument 'many'", "--epochs", "many")]
    [InlineData(2, "Unrecognized command or argument '--bogus'", "--bogus")]
    [InlineData(2, "--samples must be at least 100", "--samples", "5")]
    [InlineData(2, "exclude each other", "--generated", "--data", ".")]
    [InlineData(3, "/no/such/folder does not exist", "--data", "/no/such/folder")]
    public void Says_what_is_wrong_and_exits_with_its_code(int expected, string message, params string[] options)
    {
        var (exitCode, _, error) = Run(options);
        Assert.Equal(expected, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_named_and_nothing_is_trained()
    {
        files.WriteFashionMnist(200, 50);
        var labels = Path.Combine(files.Folder, "train-labels-idx1-ubyte");
        File.WriteAllBytes(labels, File.ReadAllBytes(labels)[..100]);
        var (exitCode, output, error) = Run("--data", files.Folder);

        Assert.Equal(3, exitCode);
        Assert.Contains(labels, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] options) => Run("en-US", options);

    private static (int ExitCode, string Output, string Error) Run(string culture, string[] options) => SampleProcess.Run("Quickstart", options, culture);

    private static double Value(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string WithoutTimes(string output)
        => string.Join('\n', output.Split('\n').Where(line => !Times().IsMatch(line)));

    [GeneratedRegex("^Trained in|times faster")]
    private static partial Regex Times();

    [GeneratedRegex(@"^ +\d+ +\d\.\d{3} ", RegexOptions.Multiline)]
    private static partial Regex EpochLines();

    [GeneratedRegex(@"fc2: p-effective/numerical rank +│ +([\d.]+)/\d+ │ +([\d.]+)/\d+")]
    private static partial Regex EffectiveRanks();

    [GeneratedRegex(@"│ parameters +│ +([\d,]+) │ +\S.*? │ +([\d,]+) │[\s\S]*│ test accuracy +│ +\S+ │ +\S+ │ +(\S+) │\s*└")]
    private static partial Regex Parameters();
}
