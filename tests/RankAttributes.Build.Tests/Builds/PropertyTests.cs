using System.Text.RegularExpressions;

namespace RankAttributes.Build.Tests.Builds;

/// <summary>A misspelt property is named, as a misspelt key of <c>.editorconfig</c> is.</summary>
public sealed partial class PropertyTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void It_is_named_with_its_place_and_the_nearest_name()
    {
        consumer.Project(properties: "<RankAttributesBaselin>bounds.json</RankAttributesBaselin>").Model()
            .Write("Directory.Build.props",
                "<Project>\n  <Import Project=\"eng/$(Name).props\" Condition=\"'$(Name)' != ''\" />\n  <Import Project=\"eng/Shared.props\" />\n</Project>")
            .Write("eng/Shared.props", """
                <Project>
                  <PropertyGroup>
                    <RankAttributesVersion>1.0</RankAttributesVersion>
                    <RankAttributesOwn>1</RankAttributesOwn>
                    <RankAttributesTrainingSample>5</RankAttributesTrainingSample>
                    <Other>$(RankAttributesOwn)</Other>
                  </PropertyGroup>
                </Project>
                """);
        var output = consumer.Dotnet("build", "-p:RankAttributesRaport=false", "-p:rankattributesreportformats=json");

        Assert.Contains("App.csproj(6): RankAttributes warning RANK0008: 'RankAttributesBaselin' is set in App.csproj, which is ignored", output,
            StringComparison.Ordinal);
        Assert.Contains("the nearest is 'RankAttributesBaseline'", output, StringComparison.Ordinal);
        Assert.Contains("Shared.props(5): RankAttributes warning RANK0008: 'RankAttributesTrainingSample' is set in Shared.props", output,
            StringComparison.Ordinal);
        Assert.Contains("the nearest is 'RankAttributesTrainingSamples'", output, StringComparison.Ordinal);
        Assert.Contains("warning RANK0008: 'RankAttributesRaport' is set in the command line", output, StringComparison.Ordinal);
        Assert.Equal(3, Rule().Matches(output).Select(match => match.Groups[1].Value).Distinct().Count());
        Assert.DoesNotContain("RANK0008", consumer.Dotnet("build", "--no-restore", "-p:NoWarn=RANK0008"), StringComparison.Ordinal);
    }

    /// <summary>The list is what the targets read, and the other way round.</summary>
    [Fact]
    public void Every_property_of_the_targets_is_known()
    {
        var used = Directory.EnumerateFiles(PackedPackage.Unpacked, "RankAttributes*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".props" or ".targets" or ".proj")
            .Where(file => file.Contains("build", StringComparison.OrdinalIgnoreCase))
            .SelectMany(file => Property().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value + match.Groups[2].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(Build.Properties.KnownProperties.All.Order(StringComparer.Ordinal), used);
    }

    [GeneratedRegex(@"warning RANK0008: '(\w+)'")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\$\((RankAttributes\w+)[).]|CompilerVisibleProperty Include=""(RankAttributes\w+)""")]
    private static partial Regex Property();
}
