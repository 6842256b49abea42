using System.Text.Json;

namespace RankAttributes.Build.Tests.Builds;

/// <summary>Output folders and paths as people have them.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Theory]
    [InlineData("-o", "out")]
    [InlineData("-p:OutDir=FOLDER/out", null)]
    [InlineData("-p:OutDir=FOLDER/out/", null)]
    [InlineData("-p:OutputPath=out", null)]
    public void The_report_lies_in_the_output_folder_and_clean_takes_it(string option, string? value)
    {
        string[] options = value is null ? [option.Replace("FOLDER", consumer.Folder, StringComparison.Ordinal)] : [option, value];
        consumer.Project().Model().Dotnet(["build", .. options]);

        var report = Assert.Single(Directory.EnumerateFiles(consumer.Folder, "*.bounds.json", SearchOption.AllDirectories));
        Assert.Equal("RankAttributes", Path.GetFileName(Path.GetDirectoryName(report)));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(report)!, "..", "App.dll")), report);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(consumer.Folder), entry => entry.Contains('\\')
            || entry.EndsWith("outRankAttributes", StringComparison.Ordinal));

        consumer.Dotnet(["clean", .. options]);
        Assert.Empty(Directory.EnumerateFiles(consumer.Folder, "*.bounds.*", SearchOption.AllDirectories));
    }

    /// <summary>Every name here is one that the SDK builds in without the package.</summary>
    [Theory]
    [InlineData("comma, name", true)]
    [InlineData("semi;colon", true)]
    [InlineData("semi;colon", false)]
    [InlineData("percent 50% and #", true)]
    [InlineData("quote' (and) $ @x &!", true)]
    [InlineData("double \" quote", false)]
    [InlineData("naïve 日本 𝛾", true)]
    public void A_project_builds_in_any_folder(string name, bool usesArtifacts)
    {
        if (OperatingSystem.IsWindows() && name.Contains('"')) return;
        using var odd = new Consumer(name);
        odd.Write("Directory.Build.props", $"<Project><PropertyGroup><UseArtifactsOutput>{usesArtifacts}</UseArtifactsOutput></PropertyGroup></Project>")
            .Project().Model().Model("Hidden.cs", "Hidden", "Rank = 64", "#pragma warning disable RANK1001", samples: 10_000);
        var output = odd.Dotnet("build", "-warnaserror");
        Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);

        var folder = usesArtifacts ? "artifacts/bin/App/debug/RankAttributes" : "bin/Debug/net10.0/RankAttributes";
        var report = JsonDocument.Parse(File.ReadAllText(odd.Report("json", folder))).RootElement;
        Assert.Equal(JsonValueKind.Null, report.GetProperty("suppressedUnknown").ValueKind);
        Assert.Equal("Hidden.cs", Assert.Single(report.GetProperty("suppressed").EnumerateArray()).GetProperty("file").GetString());
        Assert.Equal(2, report.GetProperty("models").GetArrayLength());

        odd.Dotnet("build", "--no-restore", "-t:RankAttributesUpdateBaseline", "-p:RankAttributesBaseline=base.json");
        Assert.DoesNotContain("RANK2", odd.Dotnet("build", "--no-restore", "--no-incremental", "-p:RankAttributesBaseline=base.json"),
            StringComparison.Ordinal);
        odd.Dotnet("clean");
        Assert.Empty(Directory.EnumerateFiles(odd.Folder, "*.bounds.*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("comma, and #")]
    [InlineData("semi;colon 50%")]
    public void A_solution_in_any_folder_has_its_page(string name)
    {
        using var odd = new Consumer(name);
        odd.Project("One/One.csproj").Model("One/First.cs", "First");
        odd.Dotnet("new", "sln", "-n", "App", "--format", "sln");
        odd.Dotnet("sln", "App.sln", "add", "One/One.csproj");
        odd.Dotnet("build", "App.sln", "-t:RankAttributesSolutionReport", "-restore");
        Assert.Contains(">First<", File.ReadAllText(odd.At("RankAttributes/App.bounds.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_log_can_be_kept_the_report_says_that_suppressions_are_not_known()
    {
        consumer.Write("Directory.Build.props", "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>")
            .Project("a,b/App,1.csproj").Model("a,b/Mlp.cs").Dotnet("build", "a,b/App,1.csproj", "-warnaserror");
        var report = Assert.Single(Directory.EnumerateFiles(consumer.Folder, "*.bounds.json", SearchOption.AllDirectories));

        Assert.Equal("the compiler kept no log of them", JsonDocument.Parse(File.ReadAllText(report)).RootElement.GetProperty("suppressedUnknown").GetString());
        Assert.Contains("Not all are known: the compiler kept no log of them", File.ReadAllText(Path.ChangeExtension(report, ".md")), StringComparison.Ordinal);
        Assert.Contains("the compiler kept no log of them", File.ReadAllText(Path.ChangeExtension(report, ".html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_of_the_projects_own_is_read_in_the_version_that_it_has()
    {
        consumer.Project(properties: "<ErrorLog>own.sarif</ErrorLog>").Model()
            .Model("Hidden.cs", "Hidden", "Rank = 64", "#pragma warning disable RANK1001", samples: 10_000).Dotnet("build");
        var report = JsonDocument.Parse(File.ReadAllText(consumer.Report("json"))).RootElement;

        var suppressed = Assert.Single(report.GetProperty("suppressed").EnumerateArray());
        Assert.Equal(("RANK1001", "Hidden.cs", 8), (suppressed.GetProperty("id").GetString(), suppressed.GetProperty("file").GetString(),
            suppressed.GetProperty("line").GetInt32()));
        Assert.Contains("SARIF 1", report.GetProperty("suppressedUnknown").GetString(), StringComparison.Ordinal);
    }
}
