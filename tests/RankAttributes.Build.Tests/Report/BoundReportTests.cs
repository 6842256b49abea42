using System.Globalization;
using RankAttributes.Build.Report;
using RankAttributes.Declarations;
using static RankAttributes.Declarations.Tests.Declare;

namespace RankAttributes.Build.Tests.Report;

/// <summary>The three formats of one report.</summary>
public class BoundReportTests
{
    [Fact]
    public void Every_format_says_the_same_sentence_and_the_same_largest_rank()
    {
        foreach (var model in Example.Report.Models.Where(model => model.Declared.DisplayName != Example.Hostile))
        {
            var report = BoundReport.Of("Demo", [model]);
            var sentence = Wording.Summary(model.Prediction);
            var (markdown, html, json) = (MarkdownReport.Render(report), HtmlReport.Render(report), JsonReport.Render(report));

            Assert.Contains(sentence.Replace("<T>", "&lt;T&gt;", StringComparison.Ordinal), markdown, StringComparison.Ordinal);
            Assert.Contains(sentence.Replace("<T>", "&lt;T&gt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal), html,
                StringComparison.Ordinal);
            Assert.Equal(sentence, System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("models")[0].GetProperty("summary").GetString());
            if (model.Prediction is not { Verdict: Verdict.TooFewSamples, LargestRankThatFits: { } rank }) continue;
            Assert.All(new[] { markdown, html }, text => Assert.Contains($"Rank = {rank} would fit", text, StringComparison.Ordinal));
            Assert.Contains($"\"largestRankThatFits\": {rank}", json, StringComparison.Ordinal);
            Assert.Contains($"It is within N up to rank {rank}.", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fitting_is_promised_only_for_weights_within_their_budgets()
    {
        var budgets = Render(Data(150_000), Linear("fc", 512, 784, rank: 16));
        var full = Render(Data(1_000_000), Linear("fc", 512, 784));
        Assert.All(budgets, text => Assert.Contains("fits if every rank stays within its budget", text, StringComparison.Ordinal));
        Assert.All(full, text => Assert.DoesNotContain("within its budget", text, StringComparison.Ordinal));
    }

    [Fact]
    public void While_norms_are_not_declared_nothing_is_drawn_against_p_and_no_positions_are_shown()
    {
        var html = HtmlReport.Render(BoundReport.Of("Demo", [Example.Fitting]));
        var normed = HtmlReport.Render(BoundReport.Of("Demo", [Example.WithNorms]));
        foreach (var part in new[] { "N̂ in samples against p", ">Positions<", "Frobenius product" })
        {
            Assert.DoesNotContain(part, html, StringComparison.Ordinal);
            Assert.Contains(part, normed, StringComparison.Ordinal);
        }

        Assert.Contains("It depends on norms and p once InputNorm, Margin and SpectralNorm are declared.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_and_numbers_at_the_end_of_their_range_make_a_report()
    {
        var extreme = Linear("fc", long.MaxValue, long.MaxValue, p: 2, rank: int.MaxValue, norm: double.MaxValue) with { IsBiasFree = true,
            SpatialWidth = long.MaxValue };
        var report = BoundReport.Of("A", [ReportedModel.Of(Model(Data(long.MaxValue, double.MaxValue, double.Epsilon), [.. Enumerable.Repeat(extreme, 50)]))]);

        Assert.Contains("\"verdict\": \"tooFewSamples\"", JsonReport.Render(report), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", HtmlReport.Render(report), StringComparison.Ordinal);
        Assert.Contains("27 other layers", HtmlReport.Render(report), StringComparison.Ordinal);
        Assert.Contains("too few samples", MarkdownReport.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_keeps_names_as_text_and_does_not_depend_on_the_culture()
    {
        var hostile = ReportedModel.Of(Model(Data(60_000), Linear("a|b<script>`x`", 512, 784)) with { DisplayName = "Net<T>\n# injected" });
        var before = CultureInfo.CurrentCulture;
        try
        {
            var expected = MarkdownReport.Render(BoundReport.Of("Demo", [hostile]));
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, MarkdownReport.Render(BoundReport.Of("Demo", [hostile])));
            Assert.Contains("a\\|b&lt;script&gt;\\`x\\`", expected, StringComparison.Ordinal);
            Assert.Contains("## Net&lt;T&gt; \\# injected\n", expected, StringComparison.Ordinal);
            Assert.DoesNotContain("\n# injected", expected, StringComparison.Ordinal);
            Assert.Contains(Wording.Disclaimer, expected, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string[] Render(TrainingDataDeclaration data, LayerDeclaration layer)
    {
        var report = BoundReport.Of("Demo", [ReportedModel.Of(Model(data, layer))]);
        return [MarkdownReport.Render(report), HtmlReport.Render(report), JsonReport.Render(report)];
    }
}
