using RankAttributes.Bounds;
using static RankAttributes.Declarations.Tests.Declare;

namespace RankAttributes.Declarations.Tests;

/// <summary>The curves, the comparison and the certificate are those of the bounds library for the same declaration.</summary>
public class ComparisonTests
{
    [Fact]
    public void Bounds_are_compared_at_the_largest_norms_that_the_declaration_allows()
    {
        var prediction = Predict(Data(1000, 2, 0.5), Linear("fc", 30, 20, p: 1, rank: 4, norm: 3));

        // One layer of ‖A‖ = 3, ‖A‖_F = 3·√4, ‖Aᵀ‖_{2,1} = √30·6, B/γ = 4.
        Assert.Equal(
            [prediction.Gap!.Value, Math.Sqrt(600.0 / 1000), 4 * Math.Sqrt(30) * 6 / Math.Sqrt(1000), 4 * Math.Sqrt(30) * 6 / Math.Sqrt(1000),
                4 * 6 / Math.Sqrt(1000)],
            ComparedBound.Compare(prediction).Select(bound => bound.Gap),
            (expected, actual) => Math.Abs(expected - actual) < 1e-12 * expected);
        Assert.Empty(ComparedBound.Compare(Predict(null, Linear("fc", 30, 20))));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 0, 3)]
    [InlineData(0, 2, 3)]
    [InlineData(2, 2, 0)]
    public void While_a_norm_is_not_declared_no_bound_that_needs_it_is_shown_and_nothing_against_p(double inputNorm, double margin, double norm)
    {
        var prediction = Predict(Data(1000, inputNorm, margin), Linear("fc", 30, 20, p: 2, rank: 4, norm: norm));

        Assert.Equal(["rank-sparse (N̂)", "parameter counting"], ComparedBound.Compare(prediction).Select(bound => bound.Name));
        Assert.Equal(Math.Sqrt(4 * 50 / 1000.0), prediction.Gap!.Value, 1e-12);
        Assert.Empty(ComplexityCurve.AgainstIndex(prediction));
        Assert.NotEmpty(ComplexityCurve.AgainstRank(prediction));
    }

    [Fact]
    public void With_norms_the_curve_against_p_passes_through_the_model()
    {
        var prediction = Predict(Data(1000, 2, 0.5), Linear("fc", 30, 20, p: 0.5, rank: 4, norm: 3), Linear("head", 10, 30, p: 0.5, norm: 1));
        var curve = ComplexityCurve.AgainstIndex(prediction);
        Assert.Equal(prediction.Samples!.Value, curve.Single(point => Math.Abs(point.At - 0.5) < 1e-12).Samples, prediction.Samples.Value * 1e-12);
    }

    [Fact]
    public void A_declaration_that_bounds_everything_has_the_certificate_of_the_library()
    {
        var prediction = Predict(Data(100_000, 1, 1), Linear("fc", 4, 6, rank: 1, norm: 0.5) with { IsBiasFree = true });
        var expected = GeneralizationCertificate.BeforeTraining(
            [new LayerConstraint(4, 6) { P = 0.5, Rank = 1, SpectralNorm = 0.5 }], 100_000, new CertificateOptions { Delta = 0.05 }.ForMargin(1)).Gap!.Value;

        Assert.InRange(expected, 0.001, 0.5);
        Assert.Equal(expected, DeclaredCertificate.Of(prediction).Gap!.Value, expected * 1e-9);
    }

    [Fact]
    public void What_is_missing_for_a_certificate_is_named()
    {
        var certificate = DeclaredCertificate.Of(Predict(Data(1000), Linear("fc1", 30, 20), Declare.Layer("stem", LayerKind.Conv2d, 64, 27)));
        Assert.Null(certificate.Gap);
        Assert.Equal(
            [
                "no bound on the norm of an input is declared (InputNorm)",
                "no margin is declared (Margin)",
                "no bound on the spectral norm is declared: fc1, stem",
                "a bias of unknown norm: fc1, stem",
                "not a fully connected layer: stem",
            ],
            certificate.Obstacles);
    }
}
