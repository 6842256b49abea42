using RankAttributes.Build.Gate;
using RankAttributes.Build.Report;
using RankAttributes.Declarations;
using RankAttributes.Declarations.Tests;
using static RankAttributes.Declarations.Tests.Declare;

namespace RankAttributes.Build.Tests.Report;

public class BaselineTests
{
    [Fact]
    public void The_same_report_is_no_regression() => Assert.Empty(Compare(Example.Fitting, Example.Fitting, 1));

    [Fact]
    public void Growth_counts_only_beyond_the_ratio()
    {
        var larger = WithRank(17);
        var growth = larger.Prediction.Samples!.Value / Example.Fitting.Prediction.Samples!.Value;

        Assert.Empty(Compare(Example.Fitting, larger, growth * 1.0001));
        var regression = Assert.Single(Compare(Example.Fitting, larger, growth * 0.9999));
        Assert.False(regression.HasCrossed);
        Assert.Contains("times as many; 'fc1' accounts for ", regression.Message, StringComparison.Ordinal);
        Assert.Empty(Compare(larger, Example.Fitting, 1));
    }

    [Fact]
    public void Crossing_N_counts_whatever_the_ratio()
    {
        var fewer = With(Example.Mlp, 20_000);
        var regression = Assert.Single(Compare(Example.Fitting, fewer, 100));

        Assert.True(regression.HasCrossed);
        Assert.Equal(
            "'Mlp' needs about 127,020 samples by the paper's estimate, 127,020 in the baseline, and no longer fits the 20,000 of its dataset; not even rank "
                + "1 fits: reduce width or depth", regression.Message);
        Assert.Empty(Compare(fewer, fewer, 100));
    }

    [Fact]
    public void A_model_that_was_renamed_is_named_with_the_one_that_is_gone()
    {
        var gap = Gap([ReportedModel.Of(Example.Mlp with { TypeName = "Demo.Other" })], [WithRank(400)]);
        Assert.Equal($"it does not know '{Example.Mlp.TypeName}'; it knows 'Demo.Other', which this build does not have", gap);
    }

    [Fact]
    public void A_model_that_left_is_no_gap_unless_it_was_the_last()
    {
        var other = ReportedModel.Of(Example.Mlp with { TypeName = "Demo.Other" });
        Assert.Empty(Comparison([Example.Fitting, other], [Example.Fitting]).Gaps);
        Assert.Equal("it knows 'Demo.Other', and this build has none of them", Gap([other], []));
        Assert.Equal("neither it nor the present report predicts anything, so nothing is compared", Gap([], []));
    }

    [Fact]
    public void A_baseline_of_another_assembly_is_compared_with_nothing()
    {
        var comparison = BaselineComparison.Of(Baseline.Read(JsonReport.Render(BoundReport.Of("Other", [Example.Fitting]))),
            BoundReport.Of("Demo", [WithRank(400)]), 1);
        Assert.Empty(comparison.Regressions);
        Assert.StartsWith("it is the baseline of the assembly 'Other', and this one is 'Demo'", Assert.Single(comparison.Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_no_longer_be_predicted_or_read_is_named()
    {
        var unread = ReportedModel.Of(Example.Mlp with { UnreadLayers = new EquatableArray<UnreadLayer>([new UnreadLayer("tail", "it is computed")]) });
        var unknown = ReportedModel.Of(Example.Mlp with { Layers = default });

        Assert.Contains("a part of 'Mlp' can no longer be read", Gap([Example.Fitting], [unread]), StringComparison.Ordinal);
        Assert.Contains("and this build predicts none", Gap([Example.Fitting], [unknown]), StringComparison.Ordinal);
        Assert.Contains("it has no N̂ for", Gap([unknown], [Example.Fitting]), StringComparison.Ordinal);
        Assert.Empty(Comparison([unread], [unread]).Gaps);
    }

    [Fact]
    public void Creations_are_compared_by_expression_then_by_member_then_with_the_largest()
    {
        var before = At(("new Net(8)", "A", 8), ("new Net(16)", "B", 16));

        Assert.Empty(Comparison([before], [At(("new Net(16)", "B", 16), ("new Net(8)", "A", 8))]).Regressions);
        Assert.Contains("at new Net(32) in A", Assert.Single(Comparison([before], [At(("new Net(32)", "A", 32))]).Regressions).Message,
            StringComparison.Ordinal);
        Assert.Empty(Comparison([before], [At(("new Net(16)", "C", 16))]).Regressions);
        Assert.Contains("at new Net(17) in C", Assert.Single(Comparison([before], [At(("new Net(17)", "C", 17))]).Regressions).Message,
            StringComparison.Ordinal);
        Assert.Empty(Comparison([before], [At(("new Net(8)", "A", 8))]).Gaps);
        Assert.Contains("from creations that this build does not have", Gap([before], [At()]), StringComparison.Ordinal);

        static ReportedModel At(params (string Expression, string Member, int Width)[] creations)
            => ReportedModel.Of(Example.Mlp with { Layers = default }) with
        {
            Creations = [.. creations.Select(creation => new ReportedCreation(
                new CreationPoint(creation.Expression, "T", creation.Member), creation.Member, Predict(Example.Mlp.Data, Linear("fc", creation.Width, 100))))],
        };
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("{", "it is not JSON")]
    [InlineData("[]", "it is not a bound report")]
    [InlineData("{}", "it states no schemaVersion")]
    [InlineData("{\"schemaVersion\": 2, \"models\": []}", "it is of schema version 2, and this build reads version 1")]
    [InlineData("{\"schemaVersion\": \"1\"}", "it states no schemaVersion")]
    [InlineData("{\"schemaVersion\": 1, \"models\": []}", "it names no assembly")]
    [InlineData("{\"schemaVersion\": 1, \"assembly\": \"Demo\"}", "its models are not a list")]
    [InlineData("{\"schemaVersion\": 1, \"assembly\": \"Demo\", \"models\": {\"type\": \"Demo.Net\"}}", "its models are not a list")]
    [InlineData("{\"schemaVersion\": 1, \"assembly\": \"Demo\", \"models\": [{}]}", "one of its models has no type")]
    [InlineData("{\"schemaVersion\": 1, \"assembly\": \"Demo\", \"models\": [null, 3]}", "one of its models has no type")]
    [InlineData("{\"schemaVersion\": 1, \"assembly\": \"Demo\", \"models\": [{\"type\": \"A\"}]}", "are not a list")]
    [InlineData("{\"schemaVersion\": 1, \"assembly\": \"Demo\", \"models\": [{\"type\": \"A\", \"creations\": []}]}", "neither a number nor null")]
    [InlineData("{\"schemaVersion\": 1, \"assembly\": \"Demo\", \"models\": [{\"type\": \"A\", \"creations\": [], \"predictedSamples\": \"many\"}]}",
        "neither a number nor null")]
    public void What_is_no_baseline_is_refused_with_the_reason(string text, string reason)
        => Assert.Contains(reason, Assert.Throws<BaselineException>(() => Baseline.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_and_length_are_limited()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        Assert.Throws<BaselineException>(() => Baseline.Read($"{{\"schemaVersion\": 1, \"models\": {deep}}}"));
        Assert.Throws<BaselineException>(() => Baseline.Read(new string(' ', Baseline.MaxBytes + 1)));
    }

    [Fact]
    public void Names_that_are_no_names_of_XML_are_found_again()
    {
        var named = Example.Named("a b\u0007<\"é𝛾").Declared;
        var (odd, crossed) = (With(named, 1_000_000), With(named, 1));
        Assert.All(Compare(odd, crossed, 100), regression => Assert.True(regression.HasCrossed));
        Assert.NotEmpty(Compare(odd, crossed, 100));
    }

    private static IReadOnlyList<Regression> Compare(ReportedModel before, ReportedModel now, double ratio) => Comparison([before], [now], ratio).Regressions;

    private static string Gap(ReportedModel[] before, ReportedModel[] now) => Assert.Single(Comparison(before, now).Gaps);

    private static BaselineComparison Comparison(ReportedModel[] before, ReportedModel[] now, double ratio = 1)
        => BaselineComparison.Of(Baseline.Read(JsonReport.Render(BoundReport.Of("Demo", before))), BoundReport.Of("Demo", now), ratio);

    private static ReportedModel With(ModelDeclaration declared, long samples) => ReportedModel.Of(declared with { Data = Data(samples) });

    private static ReportedModel WithRank(int rank)
        => ReportedModel.Of(Example.Mlp with { Layers = Example.Mlp.Layers.Select(layer => layer.WithRank(rank)).ToEquatableArray() });
}
