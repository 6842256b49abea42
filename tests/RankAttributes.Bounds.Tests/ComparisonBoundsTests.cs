using CsCheck;

namespace RankAttributes.Bounds.Tests;

public class ComparisonBoundsTests
{
    private static readonly LayerNorms[] Layers =
    [
        new(30, 20, spectralNorm: 2, frobeniusNorm: 5) { MixedNorm = 9, Lipschitz = 0.5 },
        new(4, 30, spectralNorm: 0.5, frobeniusNorm: 0.9) { MixedNorm = 1.5 },
    ];

    [Fact]
    public void Each_is_its_formula()
    {
        const double n = 5000, b = 3, gamma = 0.7;
        Close.To(Math.Sqrt(((30 * 20) + (4 * 30)) * 2 / n), ComparisonBounds.ParameterCounting(Layers, n));
        var spread = Math.Pow(Math.Pow(9.0 / 2, 2.0 / 3) + Math.Pow(1.5 / 0.5, 2.0 / 3), 1.5);
        Close.To(b / gamma * (0.5 * 2 * 0.5) * spread / Math.Sqrt(n), ComparisonBounds.BartlettFosterTelgarsky(Layers, n, b, gamma));
        var stable = Math.Sqrt((25.0 / 4) + (0.81 / 0.25));
        Close.To(b / gamma * 2 * Math.Sqrt(30) * (2 * 0.5) * stable / Math.Sqrt(n), ComparisonBounds.NeyshaburBhojanapalliSrebro(Layers, n, b, gamma));
        Close.To(b / gamma * Math.Sqrt(2) * (5 * 0.9) / Math.Sqrt(n), ComparisonBounds.GolowichRakhlinShamir(Layers, n, b, gamma));
    }

    [Fact]
    public void Products_that_overflow_read_as_the_largest_number_and_zero_matrices_as_zero()
    {
        var huge = Enumerable.Repeat(new LayerNorms(10, 10, 1e10, 1e10) { MixedNorm = 1e10 }, 100).ToList();
        Assert.Equal(double.MaxValue, ComparisonBounds.BartlettFosterTelgarsky(huge, 10, 1, 1));
        Assert.Equal(double.MaxValue, ComparisonBounds.GolowichRakhlinShamir(huge, 10, 1, 1));
        LayerNorms[] zero = [.. huge, new LayerNorms(10, 10, 0, 0)];
        Assert.Equal(0, ComparisonBounds.BartlettFosterTelgarsky(zero, 10, 1, 1));
        Assert.Equal(0, ComparisonBounds.NeyshaburBhojanapalliSrebro(zero, 10, 1, 1));
        Assert.Equal(0, ComparisonBounds.GolowichRakhlinShamir(zero, 10, 1, 1));
    }

    [Fact]
    public void No_matrix_under_a_constraint_has_larger_norms_and_one_has_as_large()
        => Gen.Select(Gen.Double[0.05, 2], Gen.Double[0.1, 10], Gen.Double[0, 1].Array[2, 12]).Sample((p, s, fractions) =>
    {
        var rank = fractions.Sum(fraction => Math.Pow(fraction, p));
        var frobenius = s * Math.Sqrt(fractions.Sum(fraction => fraction * fraction));
        var largest = LayerNorms.LargestOf(new LayerConstraint(20, 12) { P = p, Rank = rank, SpectralNorm = s });

        Assert.True(frobenius <= largest.FrobeniusNorm * (1 + 1e-12));
        Close.To(Math.Sqrt(20) * largest.FrobeniusNorm, largest.MixedNorm);
        Close.To(s * Math.Sqrt(3), LayerNorms.LargestOf(new LayerConstraint(20, 12) { P = p, Rank = 3, SpectralNorm = s }).FrobeniusNorm);
    });
}
