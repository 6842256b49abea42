using System.Globalization;
using RankAttributes.Bounds;
using RankAttributes.Build.Report;

namespace RankAttributes.Build.Tests.Report;

public class BoundReportTests
{
    private static readonly ReportedLayer Wide = new("fc1", "Linear", 512, 784) { P = 0.5, Rank = 16 };
    private static readonly ReportedLayer Head = new("head", "Linear", 10, 512) { P = 1, IsRegularized = false };

    private static ReportedModel Model(params ReportedLayer[] layers) => new("Demo.Net", "Net", layers, []) { Samples = 60_000 };

    [Fact]
    public void The_numbers_are_those_of_the_bounds_library()
    {
        var model = Assert.Single(BoundReport.Of("Demo", [Model(Wide, Head) with { InputNorm = 3, Margin = 2 }]).Models);
        var expected = SampleComplexity.Predict(
            [new LayerConstraint(512, 784) { P = 0.5, Rank = 16 }, new LayerConstraint(10, 512) { P = 1 }], new RateOptions { NormFactor = 1.5 });

        Assert.Equal(expected.Samples, model.PredictedSamples!.Value, expected.Samples * 1e-12);
        Assert.Equal(expected.Contributions, model.Layers.Select(layer => layer.Contribution!.Value));
        Assert.Equal([16, 10], model.Layers.Select(layer => layer.RankBudget!.Value));
        Assert.Equal(Verdict.Fits, model.Verdict);
    }

    [Fact]
    public void The_verdict_turns_where_the_rank_that_fits_ends()
    {
        var model = ModelReport.Of(Small(500));
        var rank = model.LargestRankThatFits!.Value;

        Assert.Equal(Verdict.TooFewSamples, model.Verdict);
        Assert.Equal(Verdict.Fits, ModelReport.Of(Small(rank)).Verdict);
        Assert.Equal(Verdict.TooFewSamples, ModelReport.Of(Small(rank + 1)).Verdict);
    }

    private static ReportedModel Small(long rank) => Model(Wide with { Rank = rank }) with { Samples = 10_000 };

    [Fact]
    public void What_is_unknown_is_said_and_never_guessed()
    {
        var unread = Model(Wide, new ReportedLayer("fc2", "Linear", 0, 512) { P = 0.5 }) with { Samples = 0 };
        var partly = ModelReport.Of(unread);

        Assert.Equal(Verdict.DatasetSizeUnknown, partly.Verdict);
        Assert.True(partly.IsLowerEstimate);
        Assert.Null(partly.Layers[1].Contribution);
        Assert.Equal(Verdict.NotPredicted, ModelReport.Of(Model()).Verdict);
        Assert.Equal(Verdict.NotPredicted, ModelReport.Of(Model(Wide with { P = double.NaN })).Verdict);
        Assert.True(ModelReport.Of(Model(Wide with { Kind = "Conv2d", SpatialWidth = 0 })).IsLowerEstimate);
        Assert.True(ModelReport.Of(Model(Wide with { Kind = "Embedding", IsCoveredByTheorem = false })).IsExtrapolated);
    }

    [Fact]
    public void Two_layers_of_one_declaration_each_keep_their_own_share()
    {
        var model = ModelReport.Of(Model(Wide, Wide));
        var shares = model.Layers.Select(layer => layer.Contribution!.Value).ToList();
        Assert.Equal(1, shares.Sum(), 1e-12);
        Assert.NotEqual(shares[0], shares[1]);
    }

    [Fact]
    public void Markdown_keeps_names_as_text_and_does_not_depend_on_the_culture()
    {
        var hostile = Model(Wide with { Name = "a|b<script>`x`" }) with { DisplayName = "Net<T>\n# injected" };
        var before = CultureInfo.CurrentCulture;
        try
        {
            var expected = MarkdownReport.Render(BoundReport.Of("Demo", [hostile]));
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, MarkdownReport.Render(BoundReport.Of("Demo", [hostile])));
            Assert.Contains("a\\|b&lt;script&gt;\\`x\\`", expected, StringComparison.Ordinal);
            Assert.Contains("## Net&lt;T&gt; \\# injected\n", expected, StringComparison.Ordinal);
            Assert.DoesNotContain("\n# injected", expected, StringComparison.Ordinal);
            Assert.Contains(MarkdownReport.Disclaimer, expected, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
