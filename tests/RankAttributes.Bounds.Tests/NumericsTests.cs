using System.Globalization;

namespace RankAttributes.Bounds.Tests;

/// <summary>The ends of every range: nothing overflows, nothing is NaN, nothing depends on the culture.</summary>
public class NumericsTests
{
    [Theory]
    [InlineData(1, 0.5, 1)]
    [InlineData(1000, 1e-9, 1)]
    [InlineData(1000, 2, 1e10)]
    [InlineData(1000, 1, 1e-10)]
    [InlineData(1000, 0.5, 0)]
    public void Deep_networks_of_any_norm_give_numbers(int depth, double p, double norm)
    {
        var layers = Enumerable.Repeat(new LayerConstraint(64, 64) { Rank = 3, P = p, SpectralNorm = norm, BiasNorm = 1 }, depth).ToList();
        foreach (var samples in new[] { 1, 1e15 })
        {
            var rate = SampleComplexity.Predict(layers, new RateOptions { LogNormFactor = depth * Math.Log(norm) });
            var certificate = GeneralizationCertificate.BeforeTraining(layers, samples);

            Assert.InRange(rate.Samples, 0, double.MaxValue);
            Assert.InRange(rate.Gap(samples), 0, double.MaxValue);
            Assert.InRange(certificate.Gap!.Value, 0, 1);
            Assert.All(certificate.Layers, layer => Assert.InRange(layer.MatrixEntropy + layer.BiasEntropy, 0, double.MaxValue));
            Assert.InRange(GeneralizationCertificate.SampleComplexity(layers, 0.5)!.Value, 0, double.MaxValue);
        }
    }

    [Fact]
    public void Norms_whose_product_overflows_are_certified_by_their_logarithms()
    {
        // 1e10^200 overflows a double; what counts is that the next layers shrink it back.
        var layers = Enumerable.Repeat(new LayerConstraint(2, 2) { SpectralNorm = 1e10 }, 200)
            .Concat(Enumerable.Repeat(new LayerConstraint(2, 2) { SpectralNorm = 1e-10 }, 200)).ToList();
        Assert.False(GeneralizationCertificate.BeforeTraining(layers, 1e15).IsVacuous);
    }

    [Fact]
    public void A_rank_of_thirty_thousand_is_certified()
    {
        var layers = new[] { new LayerConstraint(30_000, 30_000) { Rank = 30_000, P = 2 }, new LayerConstraint(10, 30_000) { Rank = 1, P = 1e-9 } };
        Assert.InRange(GeneralizationCertificate.SampleComplexity(layers, 0.5)!.Value, 1e9, 1e12);
        Assert.False(GeneralizationCertificate.BeforeTraining(layers, 1e15).IsVacuous);
    }

    [Fact]
    public void Zero_matrices_cost_nothing()
    {
        var zero = new LayerConstraint(50, 60) { SpectralNorm = 0 };
        Assert.Equal(0, Assert.Single(GeneralizationCertificate.BeforeTraining([zero], 1000).Layers).MatrixEntropy);
        Assert.Equal(0, Assert.Single(GeneralizationCertificate.BeforeTraining([new LayerConstraint(5, 6) { Rank = 0 }], 1000).Layers).MatrixEntropy);
        Assert.Equal(0, SampleComplexity.Predict([new LayerConstraint(5, 6) { Rank = 0 }]).Samples);
        var trained = new TrainedLayer(2, 3, [0, 0]);
        Assert.InRange(GeneralizationCertificate.AfterTraining([trained], 1e4, 1).Gap!.Value, 0, 0.2);
        Assert.Equal(0, SpectralMeasures.StableRank(trained.SingularValues));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_out_of_range_is_named_with_its_value_and_the_range(string parameter, Action action, string range)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var exception = Assert.ThrowsAny<ArgumentException>(action);
            Assert.Equal(parameter, exception.ParamName);
            Assert.Contains(range, exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<string, Action, string> Invalid()
    {
        var layer = new LayerConstraint(4, 4);
        return new TheoryData<string, Action, string>
        {
            { "outputs", () => _ = new LayerConstraint(0, 4), "outputs is 0; it must be at least 1" },
            { "P", () => _ = layer with { P = 2.5 }, "P is 2.5; it must be in [0, 2]" },
            { "P", () => _ = layer with { P = double.NaN }, "P is NaN; it must be in [0, 2]" },
            { "Rank", () => _ = layer with { Rank = -1 }, "Rank is -1; it must be finite and at least 0" },
            { "SpectralNorm", () => _ = layer with { SpectralNorm = double.PositiveInfinity }, "finite and at least 0" },
            { "Delta", () => _ = new CertificateOptions { Delta = 1 }, "Delta is 1; it must be in (0, 1)" },
            { "LossLipschitz", () => _ = new CertificateOptions { LossLipschitz = 0 }, "finite and above 0" },
            { "samples", () => GeneralizationCertificate.BeforeTraining([layer], 0), "samples is 0; it must be finite and above 0" },
            { "samples", () => GeneralizationCertificate.BeforeTraining([layer], double.NaN), "finite and above 0" },
            { "margin", () =>
                GeneralizationCertificate.AfterTraining([new TrainedLayer(1, 1, [1])], 10, -0.5), "margin is -0.5; it must be finite and above 0" },
            { "layers", () => SampleComplexity.Predict([]), "one layer or more" },
            { "singularValues", () => _ = new TrainedLayer(2, 3, [1]), "has 1 values; a matrix of 2 × 3 has 2" },
            { "singularValues", () => _ = new TrainedLayer(1, 3, [double.NaN]), "finite and at least 0" },
            { "NormFactor", () => _ = new RateOptions { NormFactor = -1 }, "finite and at least 0" },
            { "LogNormFactor", () => _ = new RateOptions { LogNormFactor = double.NaN }, "below infinity" },
            { "activationNorms", () => MeasuredComplexity.LogNormFactors([new TrainedLayer(1, 1, [1])], new double[2], 1), "has 2 values; there are 1 layers" },
        };
    }

    [Fact]
    public void The_inner_loops_allocate_nothing()
    {
        // Four times the ranks and the grid of ε walked further cost the same few arrays: one per layer and the result.
        static long Allocated(int width)
        {
            var layers = Enumerable.Repeat(new LayerConstraint(width, width) { Rank = 8, P = 1.5 }, 10).ToList();
            GeneralizationCertificate.BeforeTraining(layers, 1e9);
            var before = GC.GetAllocatedBytesForCurrentThread();
            GeneralizationCertificate.BeforeTraining(layers, 1e9);
            return GC.GetAllocatedBytesForCurrentThread() - before - (10L * 8 * (width + 1));
        }

        Assert.InRange(Allocated(64), 0, 8_000);
        Assert.InRange(Allocated(1024), 0, 8_000);
    }
}
