using System.Globalization;
using System.Text.RegularExpressions;
using Certified;
using Certified.Training;
using RankAttributes.Codes;
using Samples.Data;
using TorchSharp;

namespace RankAttributes.Samples.Tests;

public sealed partial class CertifiedTests : IDisposable
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
    public void Datasets_are_trained_side_by_side_as_they_are_alone_and_each_run_has_a_page()
    {
        var (exitCode, output, error) = Train("--fashion-mnist", files.Folder, "--methods", "integers");

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Contains("MNIST, integers           epoch    2", output, StringComparison.Ordinal);
        Assert.Contains("Fashion-MNIST, integers   epoch    2", output, StringComparison.Ordinal);
        var table = Table(output).Split('\n');
        Assert.StartsWith("Fashion-MNIST integers", table[1], StringComparison.Ordinal);
        Assert.StartsWith("MNIST         integers", table[2], StringComparison.Ordinal);
        foreach (var name in new[] { "mnist", "fashion-mnist" })
            Assert.Contains("Description in bits", File.ReadAllText(Path.Combine(results, name + "-integers.html")), StringComparison.Ordinal);

        // The same images under two names, and what a process does changes nothing in the other.
        Assert.Equal(File.ReadAllBytes(Path.Combine(results, "mnist-integers.rac")), File.ReadAllBytes(Path.Combine(results, "fashion-mnist-integers.rac")));
    }

    [Fact]
    public void A_training_that_fails_beside_another_is_named()
    {
        File.Delete(Path.Combine(files.Folder, "t10k-labels-idx1-ubyte"));
        var (exitCode, _, error) = Train("--fashion-mnist", files.Folder);
        Assert.Equal(3, exitCode);
        Assert.Contains("The four files of MNIST are expected there.", error, StringComparison.Ordinal);
        Assert.Contains("The four files of Fashion-MNIST are expected there.", error, StringComparison.Ordinal);
        Assert.Contains("The training of Fashion-MNIST ended with exit code 3.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_usual_is_what_the_table_of_figures_was_made_with()
    {
        var options = new CertifiedOptions(null, null, "", Source.All, null, 1, null, 1, [], Quick: false);
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "samples", "Certified", "README.md"));
        var rows = Row().Matches(page).Select(row => row.Groups)
            .Select(cell => (Run: (cell[1].Value, cell[2].Value), Epochs: int.Parse(cell[3].Value, CultureInfo.InvariantCulture))).ToList();
        Assert.NotEmpty(rows);
        foreach (var run in rows.GroupBy(row => row.Run))
        {
            var source = Source.All.Single(source => source.Title == run.Key.Item1);
            var method = Enum.Parse<CodeMethod>(run.Key.Item2, ignoreCase: true);
            Assert.Equal(run.Max(row => row.Epochs), source.Epochs(method, options));
            Assert.Equal(7, source.Epochs(method, options with { Epochs = 7 }));
        }
    }

    [GeneratedRegex(@"\| ([\w-]+) \| (\w+) \| `--methods \w+ --epochs (\d+)` \|")]
    private static partial Regex Row();

    [Fact]
    public void A_subset_has_every_class_where_files_are_in_the_order_of_their_labels()
    {
        using var ordered = InOrder();
        using var data = new Dataset("", ordered, InOrder()).WithSpreadTrainingSamples(30);
        Assert.Equal(30, data.Train.Count);
        Assert.Equal(10, Numbers(data.Train.Labels).Select(number => number / 100).Distinct().Count());

        using var whole = InOrder();
        var batches = whole.SpreadBatches(30).Select(batch => Numbers(batch.Labels)).ToList();
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => (long)number), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.Equal(10, batch.Select(number => number / 100).Distinct().Count()));

        static LabeledSamples InOrder() => new(torch.zeros(1000, 1), torch.arange(1000));
        static long[] Numbers(torch.Tensor labels) => [.. labels.clone().data<long>()];
    }

    [Fact]
    public void An_ordinary_network_becomes_a_small_file_that_another_process_confirms()
    {
        var options = new[] { "small", "--fashion-mnist", files.Folder, "--out", results, "--dense-epochs", "1", "--epochs", "3", "--max-loss", "1" };
        var (exitCode, output, error) = SampleProcess.Run("Certified", options);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Contains("Inference at batch 256", output, StringComparison.Ordinal);
        var file = Path.Combine(results, "fashion-mnist-small.rac");
        Assert.InRange(new FileInfo(file).Length, 1, 74_547);

        var (verified, said, problem) = SampleProcess.Run("Certified", ["verify", file, "--fashion-mnist", files.Folder]);
        Assert.Equal("", problem);
        Assert.Equal(0, verified);
        foreach (var line in said.Split('\n')) Assert.Contains(line.TrimEnd(), output, StringComparison.Ordinal);

        (exitCode, output, _) = SampleProcess.Run("Certified", [.. options[..^2], "--max-loss=-1"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("No network was accurate enough", output, StringComparison.Ordinal);
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
    [InlineData(2, "--datasets knows no cifar; it knows fashion-mnist and mnist", "--datasets", "mnist,cifar")]
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

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RankAttributes.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static string Lines(string output) => output[..HeadOfTable(output)];

    private static string Table(string output) => output[HeadOfTable(output)..];

    // A sentence above the table may have the word too, so that only a line that begins with it is the table's head.
    private static int HeadOfTable(string output) => output.IndexOf("\ndata  ", StringComparison.Ordinal) + 1;
}
