using System.Runtime.CompilerServices;
using RankAttributes.Tracking;
using RankAttributes.Tracking.Sinks;

namespace RankAttributes.Tests.Tracking;

/// <summary>The tables of measures in the documentation are written from the lists that the sinks use. UPDATE_CATALOGUE=1 rewrites them.</summary>
public class MeasureDocumentationTests
{
    public static TheoryData<string, string> Tables => new()
    {
        { "tracking.md", "measures" }, { "tracking.md", "bounds" }, { "how-to/log-a-run.md", "fields" }, { "how-to/log-a-run.md", "tags" },
            { "how-to/log-a-run.md", "instruments" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_has_every_measure(string page, string table)
    {
        var path = Path.Combine(Docs(), page);
        var text = File.ReadAllText(path);
        var (begin, end) = ($"<!-- begin: {table} -->\n", $"<!-- end: {table} -->");
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        Assert.True(from >= begin.Length && to > from, $"{page} has no place for the table '{table}'.");
        var expected = string.Concat(Rows(table).Select(row => row + "\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_CATALOGUE") == "1") File.WriteAllText(path, text[..from] + expected + text[to..]);
        else Assert.Equal(expected, text[from..to]);
    }

    private static IEnumerable<string> Rows(string table) => table switch
    {
        "measures" =>
        [
            "| measure | meaning |", "|---|---|",
            .. LayerMeasure.All.Select(measure => $"| `{measure.Name}` | {measure.Title}: {measure.Description} |"),
        ],
        "bounds" =>
            ["| `BoundKind` | name | expression |", "|---|---|---|",
                .. BoundDescription.All.Select(bound => $"| `{bound.Kind}` | {bound.Name} | {bound.Expression} |")],
        "fields" =>
        [
            "| measure of a layer | what it is |", "|---|---|",
            .. LayerMeasure.All.Where(measure => !measure.IsOfActivations).Select(measure => $"| `{measure.Name}` | {measure.Description} |"),
        ],
        "tags" =>
        [
            "| tag | what it is |", "|---|---|",
            .. RunMeasure.All.Where(measure => measure.Tag is not null).Select(measure => $"| `{measure.Tag}` | {measure.Description} |"),
            "| `gap/norm_based`, `gap/certificate`, … | the bounds, named as in the file above with underscores |",
            "| `predicted_samples/norm_based`, … | N̂ of the bounds that have one |",
            .. LayerMeasure.All.Select(measure => $"| `{TensorBoardTags.Tag(measure, "<weight>")}` | {measure.Description} |"),
            "| `singular_values/<weight>` | histogram of all singular values |",
            "| `certificate`, `certificate/error_bound` | the statements, and the bound of the norms |",
            "| `certificate/code_error_bound`, `certificate/code_bits` | the bound of the description, and its length |",
            "| `certificate/held_out_error_bound` | the limit that held-out samples give |",
        ],
        _ =>
        [
            "| instrument | unit | further tags |", "|---|---|---|",
            .. RunMeasure.All.Where(measure => measure.Instrument is not null).GroupBy(measure => measure.Instrument)
                .Select(group =>
                    Instrument(
                        group.Key!, group.First().Unit, group.First().Split is null ? ""
                            : $"`split`: {string.Join(", ", group.Select(measure => $"`{measure.Split}`"))}")),
            Instrument("bound.gap", "1", "`bound`: `norm_based`, `certificate`, …"),
            Instrument("bound.predicted_samples", "{sample}", "`bound`"),
            .. LayerMeasure.All.Select(
                measure => Instrument($"layer.{Printable.SnakeCase(measure.Name)}", measure.Unit, measure.DependsOnP ? "`layer`, `p`" : "`layer`")),
        ],
    };

    private static string Instrument(string name, string? unit, string tags)
        => $"| `rankattributes.{name}` | {(unit is null ? "" : $"`{unit}` ")}| {tags}{(tags.Length > 0 ? " " : "")}|";

    private static string Docs([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs");
}
