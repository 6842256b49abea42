using RankAttributes.Bounds;
using RankAttributes.Build.Report;

namespace RankAttributes.Build.Tests.Report;

/// <summary>The curves, the comparison and the certificate are those of the bounds library for the same declaration.</summary>
public class NumberTests
{
    private static readonly ModelReport Fitting = ModelReport.Of(Example.Fitting);

    [Fact]
    public void The_curve_against_rank_passes_through_the_model_and_ends_where_ranks_are_full()
    {
        var curve = ComplexityCurve.AgainstRank(Fitting);
        var declared = curve.Single(point => point.At.Equals(16));

        Assert.Equal((1, 512), (curve[0].At, curve[^1].At));
        Assert.Equal(Fitting.PredictedSamples!.Value, declared.PredictedSamples, declared.PredictedSamples * 1e-12);
        Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.True(pair.First.At < pair.Second.At && pair.First.PredictedSamples < pair.Second.PredictedSamples));
        Assert.Empty(ComplexityCurve.AgainstRank(ModelReport.Of(new ReportedModel("A", "A", [], []))));
    }

    [Fact]
    public void The_rank_within_N_is_the_last_that_fits()
    {
        var rank = ComplexityCurve.LargestRankWithin(Fitting)!.Value;
        Assert.Equal(Verdict.Fits, At(rank).Verdict);
        Assert.Equal(Verdict.TooFewSamples, At(rank + 1).Verdict);

        static ModelReport At(long rank) => ModelReport.Of(Example.Fitting with
        {
            Layers = [.. Example.Fitting.Layers.Select(layer => layer.IsRegularized ? layer with { Rank = rank } : layer)],
        });
    }

    [Fact]
    public void The_curve_against_p_passes_through_the_model()
        => Assert.Equal(Fitting.PredictedSamples!.Value, ComplexityCurve.AgainstIndex(Fitting).Single(point => Math.Abs(point.At - 0.5) < 1e-12).PredictedSamples, Fitting.PredictedSamples.Value * 1e-12);

    [Fact]
    public void Bounds_are_compared_at_the_largest_norms_that_the_declaration_allows()
    {
        var model = ModelReport.Of(new ReportedModel("A", "A", [new ReportedLayer("fc", "Linear", 30, 20) { P = 1, Rank = 4, SpectralNorm = 3 }], [])
        {
            Samples = 1000, InputNorm = 2, Margin = 0.5,
        });

        // One layer of ‖A‖ = 3, ‖A‖_F = 3·√4, ‖Aᵀ‖_{2,1} = √30·6, B/γ = 4.
        Assert.Equal(
            [
                model.PredictedGap!.Value,
                Math.Sqrt(600.0 / 1000),
                4 * Math.Sqrt(30) * 6 / Math.Sqrt(1000),
                4 * Math.Sqrt(30) * 6 / Math.Sqrt(1000),
                4 * 6 / Math.Sqrt(1000),
            ],
            model.Comparison.Select(bound => bound.Gap),
            (expected, actual) => Math.Abs(expected - actual) < 1e-12 * expected);
        Assert.Empty(ModelReport.Of(Example.Fitting with { Samples = 0 }).Comparison);
    }

    [Fact]
    public void A_declaration_that_bounds_everything_has_the_certificate_of_the_library()
    {
        var layer = new ReportedLayer("fc", "Linear", 4, 6) { P = 0.5, Rank = 1, SpectralNorm = 0.5, IsBiasFree = true };
        var model = new ReportedModel("A", "A", [layer], []) { Samples = 100_000, InputNorm = 1, Margin = 1 };
        var expected = GeneralizationCertificate.BeforeTraining(
            [new LayerConstraint(4, 6) { P = 0.5, Rank = 1, SpectralNorm = 0.5 }], 100_000, new CertificateOptions { Delta = 0.05 }.ForMargin(1)).Gap!.Value;

        Assert.InRange(expected, 0.001, 0.5);
        Assert.Equal(expected, ModelReport.Of(model).Certificate.Gap!.Value, expected * 1e-9);
        Assert.Contains($"at most {expected:0.00}", HtmlReport.Render(BoundReport.Of("A", [model])), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_for_a_certificate_is_named()
    {
        var certificate = Fitting.Certificate;
        Assert.Null(certificate.Gap);
        Assert.Equal(
            [
                "no bound on the norm of an input is declared (InputNorm)",
                "no margin is declared (Margin)",
                "no bound on the spectral norm is declared: fc1, fc2, head",
                "a bias of unknown norm: fc1, fc2, head",
            ],
            certificate.Obstacles);
        Assert.Contains("not a fully connected layer: stem.0, blocks.0.conv, embedding", ModelReport.Of(Example.TooLarge).Certificate.Obstacles);
    }

    [Fact]
    public void A_layer_that_may_not_be_there_is_not_counted()
    {
        var conditional = Example.Fitting.Layers[1] with { IsConditional = true };
        var repeated = Example.Fitting.Layers[1] with { Repetition = "depth" };
        var without = ModelReport.Of(Example.Fitting with { Layers = [Example.Fitting.Layers[0], Example.Fitting.Layers[2]] });
        var with = ModelReport.Of(Example.Fitting with { Layers = [Example.Fitting.Layers[0], conditional, repeated, Example.Fitting.Layers[2]] });

        Assert.Equal(without.PredictedSamples, with.PredictedSamples);
        Assert.True(with.IsLowerEstimate);
        Assert.False(without.IsLowerEstimate);
    }

    [Fact]
    public void Sizes_and_numbers_at_the_end_of_their_range_make_a_report()
    {
        var extreme = new ReportedLayer("fc", "Linear", long.MaxValue, long.MaxValue) { P = 2, Rank = long.MaxValue, SpectralNorm = double.MaxValue, IsBiasFree = true, SpatialWidth = long.MaxValue };
        var model = new ReportedModel("A", "A", [.. Enumerable.Repeat(extreme, 50)], []) { Samples = long.MaxValue, InputNorm = double.MaxValue, Margin = double.Epsilon };
        var report = BoundReport.Of("A", [model]);

        Assert.Contains("\"verdict\": \"tooFewSamples\"", JsonReport.Render(report), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", HtmlReport.Render(report), StringComparison.Ordinal);
        Assert.Contains("27 other layers", HtmlReport.Render(report), StringComparison.Ordinal);
        Assert.Contains("too few samples", MarkdownReport.Render(report), StringComparison.Ordinal);
    }
}
