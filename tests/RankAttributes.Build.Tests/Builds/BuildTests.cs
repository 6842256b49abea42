using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RankAttributes.Build.Tests.Builds;

/// <summary>What <c>dotnet build</c> leaves behind in a user's project.</summary>
public sealed partial class BuildTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void The_report_says_what_the_compiler_says()
    {
        consumer.Project().Model(rank: "Rank = 64", samples: 20_000)
            .Model("Hidden.cs", "Hidden", "Rank = 64", "#pragma warning disable RANK1001", samples: 10_000);
        var output = consumer.Dotnet("build");
        var warning = Warning().Match(output);
        var model = JsonDocument.Parse(File.ReadAllText(consumer.Report("json"))).RootElement.GetProperty("models").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == "Mlp");

        Assert.True(warning.Success, output);
        Assert.Equal(warning.Groups["asked"].Value, model.GetProperty("predictedSamples").GetDouble().ToString("N0", CultureInfo.InvariantCulture));
        Assert.Equal(warning.Groups["rank"].Value, model.GetProperty("largestRankThatFits").GetInt64().ToString(CultureInfo.InvariantCulture));
        Assert.Equal("tooFewSamples", model.GetProperty("verdict").GetString());
        Assert.Equal(("Mlp.cs", 10), (model.GetProperty("file").GetString(), model.GetProperty("line").GetInt32()));
        Assert.Contains(warning.Groups["asked"].Value, File.ReadAllText(consumer.Report("md")), StringComparison.Ordinal);
        Assert.Contains(warning.Groups["asked"].Value, File.ReadAllText(consumer.Report("html")), StringComparison.Ordinal);

        var suppressed = Assert.Single(JsonDocument.Parse(File.ReadAllText(consumer.Report("json"))).RootElement.GetProperty("suppressed").EnumerateArray());
        Assert.Equal(("RANK1001", "Hidden.cs", 8), (suppressed.GetProperty("id").GetString(), suppressed.GetProperty("file").GetString(),
            suppressed.GetProperty("line").GetInt32()));
        Assert.StartsWith("'Hidden' needs about ", suppressed.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.RANK1001.severity = none\n", ".editorconfig or ruleset")]
    [InlineData("Directory.Build.targets", "<Project><PropertyGroup><NoWarn>$(NoWarn);RANK1001</NoWarn></PropertyGroup></Project>", "NoWarn")]
    public void A_rule_that_is_turned_off_is_listed(string file, string content, string how)
    {
        var output = consumer.Project().Model(rank: "Rank = 64", samples: 20_000).Write(file, content).Dotnet("build");
        var suppressed = JsonDocument.Parse(File.ReadAllText(consumer.Report("json"))).RootElement.GetProperty("suppressed");

        Assert.DoesNotContain("RANK1001", output, StringComparison.Ordinal);
        Assert.Equal([("RANK1001", how)], suppressed.EnumerateArray().Select(item
            => (item.GetProperty("id").GetString()!, item.GetProperty("how").GetString()!)));
    }

    /// <summary>A rebuild of a new project cleans before anything was built: there is no folder yet to clean.</summary>
    [Fact]
    public void A_project_that_was_never_built_is_cleaned_without_a_warning()
    {
        consumer.Project().Model().Dotnet("restore");
        Assert.DoesNotContain("RANK2001", consumer.Dotnet("clean"), StringComparison.Ordinal);

        // A folder of reports that somebody deleted is clean too.
        consumer.Dotnet("build", "-p:RankAttributesReportFolder=reports/");
        Directory.Delete(consumer.At("reports"), recursive: true);
        Assert.DoesNotContain("RANK2001", consumer.Dotnet("clean", "-p:RankAttributesReportFolder=reports/"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_again_until_something_changed_and_clean_takes_all()
    {
        consumer.Project().Model().Dotnet("build");
        var first = Times();

        Assert.Contains("Skipping target \"RankAttributesWriteReport\" because all output files are up-to-date",
            consumer.Dotnet("build", "--no-restore", "-v:d"), StringComparison.Ordinal);
        Assert.Equal(first, Times());

        File.Delete(consumer.Report("md"));
        consumer.Dotnet("build", "--no-restore");
        Assert.True(File.Exists(consumer.Report("md")));

        consumer.Model(rank: "Rank = 8").Dotnet("build", "--no-restore");
        Assert.Contains("| ≤ 8 |", File.ReadAllText(consumer.Report("md")), StringComparison.Ordinal);

        consumer.Dotnet("build", "--no-restore", "-p:RankAttributesReportFormats=md", "-p:RankAttributesReportFolder=reports/");
        Assert.True(File.Exists(consumer.Report("md", "reports")));
        Assert.False(File.Exists(consumer.Report("html")));
        Assert.False(File.Exists(consumer.Report("html", "reports")));

        consumer.Dotnet("clean", "-p:RankAttributesReportFormats=md", "-p:RankAttributesReportFolder=reports/");
        Assert.Empty(Directory.EnumerateFiles(consumer.Folder, "*.bounds.*", SearchOption.AllDirectories));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(consumer.Folder, "RankAttributes.*", SearchOption.AllDirectories), file
                => Path.GetExtension(file) is ".sarif" or ".files" or ".options");
    }

    [Fact]
    public void Turned_off_or_without_models_there_is_no_report()
    {
        consumer.Project().Model().Dotnet("build", "-p:RankAttributesReport=false");
        Assert.False(Directory.Exists(Path.GetDirectoryName(consumer.Report("md"))));

        File.Delete(consumer.At("Mlp.cs"));
        consumer.Write("Nothing.cs", "class Nothing;").Dotnet("build", "--no-restore");
        Assert.False(Directory.Exists(Path.GetDirectoryName(consumer.Report("md"))));
    }

    [Fact]
    public void Two_frameworks_have_two_reports_and_two_folders_give_the_same_bytes()
    {
        const string Frameworks = "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>";
        using var other = new Consumer("another, deeper 'folder'");
        var reports = new[] { consumer, other }.Select(each =>
        {
            each.Project(frameworks: Frameworks).Model().Dotnet("build");
            return Directory.EnumerateFiles(each.Folder, "*.bounds.*", SearchOption.AllDirectories)
                .OrderBy(file => file, StringComparer.Ordinal)
                .Select(file => (Path.GetRelativePath(each.Folder, file), File.ReadAllText(file)))
                .ToList();
        }).ToList();

        Assert.Equal(6, reports[0].Count);
        Assert.Equal(reports[0], reports[1]);
    }

    [Fact]
    public void A_report_that_cannot_be_written_fails_the_build_only_where_asked()
    {
        consumer.Project(properties: "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>")
            .Model().Write("occupied", "");

        Assert.Contains("warning RANK2001", consumer.Dotnet("build", "-p:RankAttributesReportFolder=occupied"), StringComparison.Ordinal);
        var (exitCode, output) = consumer.TryDotnet("build", "--no-restore", "-p:RankAttributesReportFolder=occupied", "-p:RankAttributesReportRequired=true");
        Assert.Equal(1, exitCode);
        Assert.Contains("error RANK2001", output, StringComparison.Ordinal);
    }

    private List<DateTime> Times() => [.. new[] { "json", "md", "html" }.Select(extension => File.GetLastWriteTimeUtc(consumer.Report(extension)))];

    [GeneratedRegex(@"Mlp\.cs\(8,2\): warning RANK1001: 'Mlp' needs about (?<asked>[\d,]+) samples.* Rank = (?<rank>\d+) would fit")]
    private static partial Regex Warning();
}
