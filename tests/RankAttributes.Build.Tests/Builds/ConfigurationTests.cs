using System.Globalization;
using System.Text.RegularExpressions;

namespace RankAttributes.Build.Tests.Builds;

/// <summary>How a project that uses the package says what is reported, and what it is compared with.</summary>
public sealed partial class ConfigurationTests : IDisposable
{
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void A_mode_sets_every_rule_and_the_editor_configuration_goes_before_it()
    {
        consumer.Project().Model(rank: "Rank = 64", samples: 20_000).Dotnet("restore");

        Assert.Contains("warning RANK1001", Build(), StringComparison.Ordinal);
        Assert.DoesNotContain("RANK1", Build("-p:RankAttributesAnalysisMode=Off"), StringComparison.Ordinal);
        Assert.DoesNotContain("RANK1", Build("-p:RankAttributesAnalysisMode=suggestions"), StringComparison.Ordinal);
        var warned = Build("-p:RankAttributesAnalysisMode=Warnings");
        Assert.Contains("warning RANK1001", warned, StringComparison.Ordinal);
        Assert.Contains("warning RANK1008", warned, StringComparison.Ordinal);
        var (exitCode, failed) = consumer.TryDotnet("build", "--no-restore", "--no-incremental", "-p:RankAttributesAnalysisMode=Errors");
        Assert.Equal(1, exitCode);
        Assert.Contains("error RANK1001", failed, StringComparison.Ordinal);

        consumer.Write(".editorconfig",
            "root = true\n[*.cs]\ndotnet_diagnostic.RANK1001.severity = suggestion\ndotnet_diagnostic.RANK1005.severity = "
                + "silent\ndotnet_diagnostic.RANK1008.severity = none\n");
        Assert.DoesNotContain("RANK1", Build("-p:RankAttributesAnalysisMode=Errors"), StringComparison.Ordinal);

        Assert.Contains(
            "warning RANK0008: 'RankAttributesAnalysisMode' is 'Loud' in MSBuild (App.csproj), which is ignored: it must be Off, Suggestions, Warnings or "
                + "Errors",
            Build("-p:RankAttributesAnalysisMode=Loud"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pragma_and_a_severity_hold_for_their_file()
    {
        consumer.Project().Model("Loud.cs", "Loud", "Rank = 64", samples: 20_000)
            .Model("Quiet.cs", "Quiet", "Rank = 64", "#pragma warning disable RANK1001", samples: 20_000)
            .Model("Strict.cs", "Strict", "Rank = 64", samples: 20_000)
            .Write(".editorconfig", "root = true\n[Strict.cs]\ndotnet_diagnostic.RANK1001.severity = error\n");
        var (exitCode, output) = consumer.TryDotnet("build");

        Assert.Equal(1, exitCode);
        Assert.Matches(@"Loud\.cs\(\d+,\d+\): warning RANK1001", output);
        Assert.Matches(@"Strict\.cs\(\d+,\d+\): error RANK1001", output);
        Assert.DoesNotMatch(@"Quiet\.cs\(\d+,\d+\): \w+ RANK1001", output);
    }

    [Fact]
    public void What_is_configured_enters_the_message_and_the_report_alike()
    {
        consumer.Project().Model(rank: "Rank = 64", samples: 20_000).Dotnet("build");
        var plain = consumer.ReportedModel();
        consumer.Write(".editorconfig", "root = true\n[*.cs]\nrank_attributes.constant = 2.5\nrank_attributes.margin = tight\n");
        var output = Build("-p:RankAttributesTargetGap=0.5", "-p:RankAttributesInputNorm=81");
        var configured = consumer.ReportedModel();

        Assert.Matches(
            @"\.editorconfig\(4,1\): warning RANK0008: 'rank_attributes\.margin' is 'tight' in \.editorconfig, which is ignored: it must be a finite number above 0", output);
        Assert.Equal((2.5, 0.5, 81.0), (configured.GetProperty("constant").GetDouble(), configured.GetProperty("targetGap").GetDouble(),
            configured.GetProperty("inputNorm").GetDouble()));

        // A margin that cannot be used counts as not declared, and without it the estimate counts ranks alone.
        Assert.Equal(2.5 / 0.25, configured.GetProperty("predictedSamples").GetDouble() / plain.GetProperty("predictedSamples").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(2.5), configured.GetProperty("predictedGap").GetDouble() / plain.GetProperty("predictedGap").GetDouble(), 1e-9);
        Assert.Equal(configured.GetProperty("predictedSamples").GetDouble().ToString("N0", CultureInfo.InvariantCulture),
            Asked().Match(output).Groups[1].Value);
    }

    private string Build(params string[] properties) => consumer.Dotnet(["build", "--no-restore", "--no-incremental", .. properties]);

    [GeneratedRegex(@"warning RANK1001: 'Mlp' needs about ([\d,]+) samples")]
    private static partial Regex Asked();
}
