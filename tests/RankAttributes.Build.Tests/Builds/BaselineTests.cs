namespace RankAttributes.Build.Tests.Builds;

/// <summary>A committed report as a gate.</summary>
public sealed class BaselineTests : IDisposable
{
    private const string Baseline = "-p:RankAttributesBaseline=bounds.baseline.json";
    private readonly Consumer consumer = new();

    public void Dispose() => consumer.Dispose();

    [Fact]
    public void Growth_is_a_warning_at_the_class_until_the_baseline_is_updated()
    {
        consumer.Project().Model().Dotnet("build", "-t:RankAttributesUpdateBaseline", "-restore", Baseline);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);

        var grown = consumer.Model(rank: "Rank = 20").Dotnet("build", "--no-restore", Baseline);
        Assert.True(grown.Contains("Mlp.cs(10): RankAttributes warning RANK2002: 'Mlp' asks for ", StringComparison.Ordinal), grown);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", Baseline, "-p:RankAttributesBaselineRatio=2"), StringComparison.Ordinal);

        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", "-t:RankAttributesUpdateBaseline", Baseline), StringComparison.Ordinal);
        Assert.DoesNotContain("RANK2", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);

        var crossed = consumer.Model(rank: "Rank = 20", samples: 1000).Dotnet("build", "--no-restore", Baseline);
        Assert.Contains("warning RANK2003: 'Mlp' asks for ", crossed, StringComparison.Ordinal);
        Assert.Contains("no longer fits the 1,000 of its dataset", crossed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_or_a_property_that_cannot_be_used_is_named_and_the_report_is_written()
    {
        consumer.Project().Model();
        Assert.Contains("warning RANK2004: The baseline bounds.baseline.json cannot be compared with: the file does not exist.", consumer.Dotnet("build", Baseline), StringComparison.Ordinal);
        Assert.True(File.Exists(consumer.Report("json")));

        consumer.Write("bounds.baseline.json", "{\"schemaVersion\": 7}");
        Assert.Contains("it is of schema version 7", consumer.Dotnet("build", "--no-restore", Baseline), StringComparison.Ordinal);

        var output = consumer.Dotnet("build", "--no-restore", "-p:RankAttributesReportFormats=md%3Bpdf", "-p:RankAttributesBaselineRatio=0.5", Baseline);
        Assert.Contains("RANK2005: RankAttributesReportFormats names 'pdf'", output, StringComparison.Ordinal);
        Assert.True(File.Exists(consumer.Report("md")));
        Assert.False(File.Exists(consumer.Report("json")));
    }
}
