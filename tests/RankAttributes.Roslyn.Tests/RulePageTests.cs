using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using RankAttributes.Roslyn.Diagnostics;

namespace RankAttributes.Roslyn.Tests;

/// <summary>One page per rule, and every example on it does what the page says.</summary>
public partial class RulePageTests
{
    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_page_of_a_rule_has_examples_that_do_what_it_says(string id)
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "rules", id + ".md"));
        var examples = Examples().Matches(page);
        var configurations = Configurations().Matches(page).Select(match => Options.OfFile(match.Groups[1].Value)).ToList();

        Assert.Equal(2, examples.Count);
        Assert.True(configurations.Count is 0 or 2);
        Assert.Equal(
            [id],
            (await Compile.DiagnoseAll(Compile.Sources(examples[0].Groups[1].Value), configurations.FirstOrDefault())).Select(diagnostic => diagnostic.Id));
        Assert.Empty(await Compile.DiagnoseAll(Compile.Sources(examples[1].Groups[1].Value), configurations.LastOrDefault()));
    }

    [Fact]
    public void Every_rule_links_to_its_page_and_stands_in_the_table_of_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        Assert.All(Descriptors.All, descriptor =>
        {
            Assert.EndsWith($"docs/rules/{descriptor.Id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
            Assert.Contains(
                $"| [{descriptor.Id}](docs/rules/{descriptor.Id}.md) | {descriptor.DefaultSeverity.ToString().ToLowerInvariant()} | {descriptor.Title} |",
                readme,
                StringComparison.Ordinal);
            Assert.StartsWith(
                $"# {descriptor.Id}: {descriptor.Title}", File.ReadAllText(Path.Combine(Root(), "docs", "rules", descriptor.Id + ".md")),
                    StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_second_example_of_the_readme_compiles_and_is_read_in_full()
    {
        var readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        var example = Examples().Matches(readme).Select(match => match.Groups[1].Value).Single(text => text.Contains("class Net", StringComparison.Ordinal));
        var compilation = Compile.Generate(Compile.Sources(example));
        var model = Reading.ModelReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!;

        Assert.True(model.IsResolved);
        Assert.Equal(
            ["conv.0 8 x 9 w 169", "blocks.0 512 x 1352 w 0", "blocks.1 512 x 512 w 0"],
                model.Layers.Select(layer => $"{layer.Name} {layer.Outputs} x {layer.Inputs} w {layer.SpatialWidth}"));
        Assert.Equal(
            "RANK1001",
                Assert.Single(
                    await Compile.Diagnose(
                        compilation.RemoveAllSyntaxTrees()
                            .AddSyntaxTrees(
                                compilation.SyntaxTrees.First(),
                                    Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(
                                        "class P { Net Make() => new Net(20_480); }", Compile.ParseOptions())))).Id);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    [GeneratedRegex("```ini\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Configurations();

    [GeneratedRegex("```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
