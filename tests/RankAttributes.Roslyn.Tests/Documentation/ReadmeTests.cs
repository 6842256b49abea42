namespace RankAttributes.Roslyn.Tests.Documentation;

public class ReadmeTests
{
    [Fact]
    public async Task The_example_of_the_readme_compiles_and_warns_as_it_says_when_its_rank_is_64()
    {
        var readme = File.ReadAllText(Path.Combine(Page.Root, "README.md")).Replace("\r\n", "\n", StringComparison.Ordinal);
        var example = Page.Open("README.md").File("Mlp.cs");
        Assert.Contains("Rank = 6", example, StringComparison.Ordinal);

        Assert.Empty(await Compile.DiagnoseAll(Compile.Sources(example)));
        var diagnostic = Assert.Single(await Compile.Diagnose(example.Replace("Rank = 6", "Rank = 64", StringComparison.Ordinal)));
        var line = diagnostic.Location.GetLineSpan().StartLinePosition;

        // Compile puts one line of usings before the example.
        Assert.True(
            readme.Contains($"Mlp.cs({line.Line},{line.Character + 1}): warning {diagnostic.Id}: {diagnostic.GetMessage()}\n", StringComparison.Ordinal),
                diagnostic.GetMessage());
    }
}
