using RankAttributes.Build.Report;

namespace RankAttributes.Build.Tests.Report;

public class BaselineTests
{
    [Fact]
    public void The_same_report_is_no_regression() => Assert.Empty(Compare(Example.Fitting, Example.Fitting, 1));

    [Fact]
    public void Growth_counts_only_beyond_the_ratio()
    {
        var larger = WithRank(18);
        var growth = ModelReport.Of(larger).PredictedSamples!.Value / ModelReport.Of(Example.Fitting).PredictedSamples!.Value;

        Assert.Empty(Compare(Example.Fitting, larger, growth * 1.0001));
        var regression = Assert.Single(Compare(Example.Fitting, larger, growth * 0.9999));
        Assert.False(regression.HasCrossed);
        Assert.Contains("times as many", regression.Message, StringComparison.Ordinal);
        Assert.Empty(Compare(larger, Example.Fitting, 1));
    }

    [Fact]
    public void Crossing_N_counts_whatever_the_ratio()
    {
        var fewer = Example.Fitting with { Samples = 20_000 };
        var regression = Assert.Single(Compare(Example.Fitting, fewer, 100));

        Assert.True(regression.HasCrossed);
        Assert.Contains("no longer fits the 20,000 of its dataset; Rank = ", regression.Message, StringComparison.Ordinal);
        Assert.Empty(Compare(fewer, fewer, 100));
    }

    [Fact]
    public void A_model_that_the_baseline_does_not_know_is_not_compared()
        => Assert.Empty(Compare(Example.Fitting with { TypeName = "Demo.Other" }, WithRank(400), 1));

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("{", "it is not JSON")]
    [InlineData("[]", "it is not a bound report")]
    [InlineData("{}", "it states no schemaVersion")]
    [InlineData("{\"schemaVersion\": 2, \"models\": []}", "it is of schema version 2, and this build reads version 1")]
    [InlineData("{\"schemaVersion\": \"1\"}", "it states no schemaVersion")]
    [InlineData("{\"schemaVersion\": 1, \"models\": [{}]}", "one of its models has no type")]
    [InlineData("{\"schemaVersion\": 1, \"models\": [null, 3]}", "one of its models has no type")]
    public void What_is_no_baseline_is_refused_with_the_reason(string text, string reason)
        => Assert.Contains(reason, Assert.Throws<BaselineException>(() => Baseline.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_and_length_are_limited()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        Assert.Throws<BaselineException>(() => Baseline.Read($"{{\"schemaVersion\": 1, \"models\": {deep}}}"));
        Assert.Throws<BaselineException>(() => Baseline.Read(new string(' ', Baseline.LongestText + 1)));
    }

    [Fact]
    public void Names_that_are_no_names_of_XML_are_found_again()
    {
        var odd = Example.Named("a b\u0007<\"é𝛾") with { Samples = 1_000_000 };
        var crossed = odd with { Samples = 1 };
        Assert.True(Assert.Single(Compare(odd, crossed, 100)).HasCrossed);
    }

    private static List<Regression> Compare(ReportedModel before, ReportedModel now, double ratio)
        => [.. Baseline.Read(JsonReport.Render(BoundReport.Of("Demo", [before]))).Compare(BoundReport.Of("Demo", [now]), ratio)];

    private static ReportedModel WithRank(long rank) => Example.Fitting with
    {
        Layers = [.. Example.Fitting.Layers.Select(layer => layer.IsRegularized ? layer with { Rank = rank } : layer)],
    };
}
