using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RankAttributes.Roslyn.Generation;
using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Tests.Documentation;

/// <summary>What the documentation shows compiles, what it names exists, and where it links to there is something.</summary>
public partial class DocumentationTests
{
    // A page shows what a value is called without using it.
    private static readonly string[] Unused = ["CS0168", "CS0219", "CS8321"];

    public static TheoryData<string> Pages => [.. Page.All];

    public static TheoryData<string> PagesWithCode => [.. Page.All.Where(path => Page.Open(path).Blocks("csharp").Any())];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public async Task Every_block_of_CSharp_compiles_and_brings_the_warnings_that_it_announces(string path)
    {
        var page = Page.Open(path);
        var blocks = page.Blocks("csharp").ToList();
        for (var index = 0; index < blocks.Count; index++)
        {
            var compilation = Snippet.Compile([.. blocks.Select(block => block.Code)], index);
            CSharpGeneratorDriver.Create([new RankGenerator().AsSourceGenerator()], parseOptions: Compile.ParseOptions())
                .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
            var problems = generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !Unused.Contains(diagnostic.Id));
            Assert.True(!problems.Any(), $"{path}, block {index + 1}:\n{string.Join('\n', problems)}\n{blocks[index].Code}");
            if (page.IsRule) continue;

            var all = (await Compile.DiagnoseAll(compilation)).Where(diagnostic => diagnostic.Location.GetLineSpan().Path == "Block0.cs").ToList();
            var own = all.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
            Assert.DoesNotContain(all, diagnostic => diagnostic.Id == "RANK1009");
            Assert.True(blocks[index].Warnings.SequenceEqual(own.Select(diagnostic => diagnostic.Id)), $"{path}, block {index + 1}:\n{string.Join('\n', own)}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_of_XML_is_well_formed_and_every_option_exists(string path)
    {
        var page = Page.Open(path);
        Assert.All(page.Blocks("xml"), block => XElement.Parse($"<_>{block.Code}</_>"));
        Assert.All(Property().Matches(page.Text).Select(match => match.Groups[1].Value), property => Assert.Contains(property, Options));
        Assert.All(Key().Matches(page.Text).Select(match => match.Value), key => Assert.Contains(key, ConfigurationKey.All.Select(known => known.Name)));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string path)
        => Assert.All(
            Page.Open(path).Links, link => Assert.True(Path.Exists(Path.Combine(Page.Root, Path.GetDirectoryName(path)!, link)), $"{path} links to {link}"));

    [Fact]
    public void The_reference_names_every_option_attribute_and_generated_member()
    {
        var options = Page.Open("docs/reference/options.md").Text;
        Assert.All(Options, option => Assert.Contains($"`{option}`", options, StringComparison.Ordinal));
        Assert.All(ConfigurationKey.All, key => Assert.Contains($"`{key.Name}`", options, StringComparison.Ordinal));

        var attributes = Page.Open("docs/reference/attributes.md").Text;
        var own = typeof(IRankRegularized).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "RankAttributes" && (type.IsSubclassOf(typeof(Attribute)) || type.IsEnum)).ToList();
        Assert.All(own, type => Assert.Contains($"`{type.Name.Replace("Attribute", "", StringComparison.Ordinal)}", attributes, StringComparison.Ordinal));
        Assert.All(
            own.SelectMany(
                type => type.GetProperties().Where(property => property.DeclaringType == type).Select(property => property.Name)
                    .Concat(type.IsEnum ? type.GetEnumNames() : [])), name => Assert.Contains(name, attributes, StringComparison.OrdinalIgnoreCase));

        var generated = Page.Open("docs/reference/generated-members.md").Text;
        var members = PublicMember().Matches(Compile.GeneratedText(Models.Mlp)).Select(match => match.Groups[1].Value).ToList();
        Assert.True(members.Count >= 8);
        Assert.All(members, member => Assert.Contains($"`{member}", generated, StringComparison.Ordinal));
    }

    /// <summary>What a key or property takes is a fact of one page; the others link to it.</summary>
    [Fact]
    public void Keys_and_properties_have_one_table()
    {
        var rows = Page.All.SelectMany(path => Row().Matches(Page.Open(path).Text).Select(match => (path, Name: match.Groups[1].Value))).ToList();
        Assert.All(rows, row => Assert.Equal("docs/reference/options.md", row.path));
        Assert.Equal(rows.Select(row => row.Name).Distinct(), rows.Select(row => row.Name));
        Assert.All(ConfigurationKey.All, key => Assert.Contains(rows, row => row.Name == key.Name));
        Assert.All(Options, option => Assert.Contains($"| `{option}` |", Page.Open("docs/reference/options.md").Text, StringComparison.Ordinal));
    }

    /// <summary>A block shows no namespaces and no data: where a reader comes from a search, the page says which project has them.</summary>
    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void A_guide_with_code_leads_to_the_project_that_its_code_runs_in(string path)
        => Assert.True(!path.StartsWith("docs/how-to/", StringComparison.Ordinal) || Page.Open(path).Links.Contains("../getting-started.md"), path);

    [Fact]
    public void Every_page_and_sample_is_listed_in_the_index()
    {
        var index = Page.Open("docs/README.md");
        var linked = index.Links.Select(link => Path.GetRelativePath(Page.Root, Path.GetFullPath(Path.Combine(Page.Root, "docs", link))).Replace('\\', '/'))
            .ToHashSet();
        var pages = Page.All.Where(
            path => path.StartsWith("docs/", StringComparison.Ordinal) && !path.StartsWith("docs/rules/", StringComparison.Ordinal) && path != index.Path);
        Assert.All(
            pages.Concat(Samples.Select(sample => $"samples/{sample}/README.md")), path =>
                Assert.True(linked.Contains(path), $"docs/README.md does not list {path}"));
    }

    [Fact]
    public void Every_sample_has_a_page_that_shows_its_output()
        => Assert.All(Samples, sample => Assert.Contains("\n## Output\n", Page.Open($"samples/{sample}/README.md").Text, StringComparison.Ordinal));

    private static IEnumerable<string> Samples => Directory.EnumerateDirectories(Path.Combine(Page.Root, "samples"))
        .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
        .Select(folder => Path.GetFileName(folder));

    /// <summary>The MSBuild properties and targets that are for users: those without an underscore, but for the path of the tasks.</summary>
    private static readonly IReadOnlyList<string> Options =
    [
        .. Directory.EnumerateFiles(Path.Combine(Page.Root, "src", "RankAttributes"), "RankAttributes*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file)!.EndsWith("buildTransitive", StringComparison.Ordinal))
            .SelectMany(file => Option().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value + match.Groups[2].Value))
            .Where(name =>
                name is not ("RankAttributesTaskAssembly" or "RankAttributesWriteReport" or "RankAttributesCheckCompiler" or "RankAttributesCheckGenerated"
                    or "RankAttributesGetReportedAssemblies"))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"(?:\$\(|CompilerVisibleProperty Include="")(RankAttributes\w+)|<Target Name=""(RankAttributes\w+)")]
    private static partial Regex Option();

    [GeneratedRegex(@"\b(RankAttributes[A-Z][A-Za-z]+)\b(?![.:*])")]
    private static partial Regex Property();

    [GeneratedRegex(@"^ *\| `(rank_attributes\.\w+|RankAttributes[A-Z]\w+)`", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\brank_attributes\.[a-z_]+")]
    private static partial Regex Key();

    [GeneratedRegex(@"^ *public (?!static class|partial)(?:const |override |virtual )*[\w.:<>]+ (\w+)(?: =|\()", RegexOptions.Multiline)]
    private static partial Regex PublicMember();
}
