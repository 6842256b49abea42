using System.Globalization;
using System.Xml.Linq;
using RankAttributes.Tracking;

namespace RankAttributes.Samples.Tests;

public sealed class BoundComparisonTests : IDisposable
{
    private static readonly IReadOnlyList<BoundDescription> Bounds = [.. BoundDescription.All.Where(bound => bound.Kind != BoundKind.Certificate)];

    private readonly Idx files = new();

    public BoundComparisonTests() => files.WriteFashionMnist(300, 100);

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--penalized")]
    public void Shows_every_bound_for_every_width_in_a_table_and_a_chart(params string[] penalty)
    {
        var chart = Path.Combine(files.Folder, "new", "chart.svg");
        var (exitCode, output, error) = SampleProcess.Run(
            "BoundComparison", [.. penalty, "--data", files.Folder, "--widths", "24,8", "--epochs", "2", "--out", chart], culture: "de-DE");

        if (penalty.Length == 0) Assert.Equal("", error);
        else SampleProcess.HoldsBudgetsOnly(error);
        Assert.Equal(0, exitCode);
        foreach (var bound in Bounds)
        {
            var values = Row(output, bound.Name).Select(Number).ToArray();
            Assert.Equal(2, values.Length);
            Assert.All(values, value => Assert.True(value > 0, output));
        }

        // √(P·L/N), which needs no weights: 784·8 + 8·8 + 8·10 of them, three layers, 300 samples.
        Assert.Equal(Math.Sqrt(6416 * 3 / 300.0), Number(Row(output, "parameter counting")[0]), 0.06);
        Assert.All(Row(output, "spectral norms").SelectMany(cell => cell.Split(' ')), norm => Assert.InRange(Number(norm), 0.01, 1));
        Assert.Equal(2, Row(output, "certificate, 95%").Length);

        var texts = XDocument.Load(chart).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.All(Bounds.Select(bound => bound.ShortName).Append("measured").Append("width"), name => Assert.Contains(name, texts));
    }

    [Theory]
    [InlineData(2, "--widths must be integers from 1 to 4096", "--widths", "200,wide")]
    [InlineData(2, "--widths must be integers from 1 to 4096", "--widths", "5000")]
    [InlineData(3, "/no/such/folder does not exist", "--data", "/no/such/folder")]
    public void Says_what_is_wrong_and_exits_with_its_code(int expected, string message, params string[] options)
    {
        var (exitCode, _, error) = SampleProcess.Run("BoundComparison", options);
        Assert.Equal(expected, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chart_that_cannot_be_written_costs_neither_table_nor_words()
    {
        var (exitCode, output, error) = SampleProcess.Run(
            "BoundComparison", ["--data", files.Folder, "--widths", "4", "--epochs", "1", "--out", Path.Combine("/dev/null", "chart.svg")]);
        Assert.Equal(4, exitCode);
        Assert.Contains("Theorem 3.6, best p", output, StringComparison.Ordinal);
        Assert.Contains("cannot be written", error, StringComparison.Ordinal);
    }

    private static string[] Row(string output, string name) =>
        output.Split('\n').First(line => line.StartsWith($"│ {name} ", StringComparison.Ordinal))
            .Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..];

    private static double Number(string text) => double.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
