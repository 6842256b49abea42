using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using RankAttributes.Roslyn.Diagnostics;

namespace RankAttributes.Roslyn.Tests;

/// <summary>
/// What is written from the catalogue of rules: the README's table and the presets. A test fails where a file is stale;
/// <c>UPDATE_CATALOGUE=1 dotnet test tests/RankAttributes.Roslyn.Tests --filter Catalogue</c> writes them.
/// </summary>
public partial class CatalogueTests
{
    private const string Begin = "<!-- rules: written from the catalogue -->\n";
    private const string End = "<!-- end of rules -->";

    public static TheoryData<string, string> Presets
        => new() { { "off", "none" }, { "suggestions", "suggestion" }, { "warnings", "warning" }, { "errors", "error" } };

    [Fact]
    public void The_table_of_the_readme_is_the_catalogue()
    {
        var path = Path.Combine(Root(), "README.md");
        var readme = File.ReadAllText(path).ReplaceLineEndings("\n");
        var start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(start >= Begin.Length && end > start, "The README marks where the table of rules stands.");
        AssertCurrent(path, readme, readme[..start] + Table() + readme[end..]);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_preset_sets_every_rule_of_the_catalogue(string name, string severity)
    {
        var path = Path.Combine(Root(), "src", "RankAttributes", "buildTransitive", "config", $"RankAttributes.{name}.globalconfig");
        AssertCurrent(path, File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "", Preset(name, severity));
    }

    [Fact]
    public void The_catalogue_lists_every_descriptor_once_by_id_and_every_analyzer_is_in_it()
    {
        var fields = typeof(Descriptors).GetFields().Where(field => field.FieldType == typeof(Microsoft.CodeAnalysis.DiagnosticDescriptor))
            .Select(field => (Microsoft.CodeAnalysis.DiagnosticDescriptor)field.GetValue(null)!);
        var analyzers = Compile.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics);
        Assert.Equal(fields.Select(field => field.Id).Order(StringComparer.Ordinal), Descriptors.All.Select(descriptor => descriptor.Id));
        Assert.Equal(
            Descriptors.All.Select(descriptor => descriptor.Id), analyzers.Select(descriptor => descriptor.Id).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Table()
    {
        var table = new StringBuilder("| id | severity | what it says |\n|---|---|---|\n");
        foreach (var rule in Descriptors.All) Row(rule.Id, rule.DefaultSeverity.ToString().ToLowerInvariant(), rule.Title.ToString());

        // The build's own rules are in no descriptor; their pages say what they are.
        foreach (var page in Directory.GetFiles(Path.Combine(Root(), "docs", "rules"), "RANK2*.md").Order(StringComparer.Ordinal))
        {
            var head = BuildRule().Match(File.ReadAllText(page));
            Assert.True(head.Success, page);
            Row(head.Groups[1].Value, head.Groups[3].Value, head.Groups[2].Value);
        }

        return table.ToString();

        void Row(string id, string severity, string? title) => table.Append($"| [{id}](docs/rules/{id}.md) | {severity} | {title} |\n");
    }

    private static string Preset(string name, string severity)
        => $"# RankAttributesAnalysisMode={name}: written from the catalogue of rules.\nis_global = true\nglobal_level = -100\n\n"
            + string.Concat(Descriptors.All.Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {severity}\n"));

    private static void AssertCurrent(string path, string actual, string expected)
    {
        if (actual == expected) return;
        if (Environment.GetEnvironmentVariable("UPDATE_CATALOGUE") is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
            return;
        }

        Assert.Equal(expected, actual);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    [GeneratedRegex(@"^# (RANK\d+): (.+?)\r?\n\s*Severity: (\w+)", RegexOptions.Singleline)]
    private static partial Regex BuildRule();
}
