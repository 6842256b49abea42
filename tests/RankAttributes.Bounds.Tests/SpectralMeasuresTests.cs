using CsCheck;

namespace RankAttributes.Bounds.Tests;

public class SpectralMeasuresTests
{
    private static readonly Gen<double[]> Spectrum = Gen.Double[1e-6, 1e6].Array[1, 40];

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public void The_second_difference_matrix_has_its_closed_form(int n)
    {
        // tridiag(−1, 2, −1): σ_k = 4 sin²(kπ/(2(n+1))) and Σ√σ = cot(π/(4(n+1))) − 1.
        var values = Enumerable.Range(1, n).Select(k => 4 * Math.Pow(Math.Sin(k * Math.PI / (2 * (n + 1))), 2)).ToArray();
        Close.To(Math.Log((1 / Math.Tan(Math.PI / (4 * (n + 1)))) - 1), SpectralMeasures.LogSchattenPower(values, 0.5));
        Close.To(Math.Sqrt((4 * n) + (2 * (n - 1))), SpectralMeasures.FrobeniusNorm(values));
    }

    [Fact]
    public void Effective_ranks_fall_from_the_rank_as_p_grows() => Gen.Select(Spectrum, Gen.Double[0, 1.9]).Sample((values, p) =>
        SpectralMeasures.EffectiveRank(values, 0) == values.Length
        && SpectralMeasures.EffectiveRank(values, p + 0.1) <= SpectralMeasures.EffectiveRank(values, p) * (1 + 1e-12)
        && SpectralMeasures.StableRank(values) >= 1
        && SpectralMeasures.EntropyRank(values) <= values.Length * (1 + 1e-12));

    [Fact]
    public void Ranks_do_not_depend_on_scale_or_order() => Gen.Select(Spectrum, Gen.Double[0, 2], Gen.Double[1e-3, 1e3]).Sample((values, p, scale) =>
    {
        double[] other = [.. values.Reverse().Select(value => value * scale)];
        return Math.Abs((SpectralMeasures.EffectiveRank(other, p) / SpectralMeasures.EffectiveRank(values, p)) - 1) < 1e-9
            && Math.Abs((SpectralMeasures.EntropyRank(other) / SpectralMeasures.EntropyRank(values)) - 1) < 1e-9
            && SpectralMeasures.NumericalRank(other, 100, 100, 1e-7) == SpectralMeasures.NumericalRank(values, 100, 100, 1e-7);
    });

    [Fact]
    public void Equal_values_count_fully_in_every_rank()
    {
        var values = Enumerable.Repeat(3.0, 7).Concat(Enumerable.Repeat(0.0, 5)).ToArray();
        Assert.Equal(7, SpectralMeasures.NumericalRank(values, 12, 20, 1e-7));
        Assert.All(new[] { 0, 0.5, 1, 2 }, p => Close.To(7, SpectralMeasures.EffectiveRank(values, p)));
        Close.To(7, SpectralMeasures.EntropyRank(values));
    }
}
