using CsCheck;
using RankAttributes.Bounds.Codes;

namespace RankAttributes.Bounds.Tests.Codes;

public class CodeBoundPropertyTests
{
    private const double Rounding = 1e-12;

    private static readonly Gen<double> Bits = Gen.Double[-3, 9].Select(exponent => Math.Pow(10, exponent));

    private static readonly Gen<(long Errors, long Samples)> Counts =
        Gen.Double[0, 9].SelectMany(
            exponent => Gen.Double[0, 1].Select(share => ((long)(share * Math.Floor(Math.Pow(10, exponent))), (long)Math.Pow(10, exponent))));

    [Fact]
    public void More_errors_more_bits_fewer_samples_and_more_confidence_never_lower_a_bound()
        => Gen.Select(Counts, Bits, Gen.Double[0.001, 0.5]).Sample((counts, bits, delta) =>
        {
            var (k, n) = counts;
            foreach (var bound in new Func<long, long, double, double, double>[] { CodeBound.Tail, CodeBound.Chernoff, CodeBound.PacBayesKl })
            {
                var value = bound(k, n, bits, delta);
                Assert.InRange(value, (double)k / n, 1);
                Assert.True(bound(Math.Min(k + 1 + (n / 1000), n), n, bits, delta) >= value * (1 - Rounding));
                Assert.True(bound(k, n, bits * 1.1, delta) >= value * (1 - Rounding));
                Assert.True(bound(k, n, bits, delta / 2) >= value * (1 - Rounding));
            }

            // PAC-Bayes-kl's ln 2√N grows with N, the two others do not.
            Assert.True(CodeBound.Tail(k, n + 1 + (n / 1000), bits, delta) <= CodeBound.Tail(k, n, bits, delta) * (1 + Rounding));
            Assert.True(CodeBound.Chernoff(k, n + 1 + (n / 1000), bits, delta) <= CodeBound.Chernoff(k, n, bits, delta) * (1 + Rounding));
        }, iter: 500);

    [Fact]
    public void The_tail_is_never_looser_than_chernoff_nor_chernoff_than_pac_bayes()
        => Gen.Select(Counts, Bits, Gen.Double[0.001, 0.5]).Sample((counts, bits, delta) =>
        {
            var (k, n) = counts;
            Assert.True(CodeBound.Tail(k, n, bits, delta) <= CodeBound.Chernoff(k, n, bits, delta) * (1 + Rounding));
            Assert.True(CodeBound.Chernoff(k, n, bits, delta) <= CodeBound.PacBayesKl(k, n, bits, delta) * (1 + Rounding));
        }, iter: 500);

    [Fact]
    public void The_tail_at_its_inversion_is_the_level()
        => Gen.Select(Gen.Int[1, 400], Gen.Double[0, 1], Gen.Double[0, 40]).Sample((n, share, bits) =>
        {
            var k = (long)(share * 0.9 * n);
            var e = CodeBound.Tail(k, n, bits, 0.05);

            // Near 1, e has few digits of 1 − e, and the tail has n powers of them.
            var rounding = 1e-8 + (n * 3e-16 / (1 - e));
            Assert.Equal(bits, CodeBound.BitsAllowed(k, n, e, 0.05), 1e-6 + (rounding / Math.Log(2)));

            // An independent sum of the tail, from the smallest term up.
            double term = Math.Pow(1 - e, n), tail = term;
            for (var i = 1; i <= k; i++) tail += term *= (n - i + 1.0) / i * e / (1 - e);
            if (Math.Pow(1 - e, n) > 1e-280) Assert.Equal(0.05 * Math.Pow(2, -bits), tail, 0.05 * Math.Pow(2, -bits) * rounding);
        });

    [Theory]
    [InlineData(0, 1_000_000_000, 0)]
    [InlineData(500_000_000, 1_000_000_000, 0)]
    [InlineData(3, 1_000_000_000, 1e9)]
    [InlineData(999_999_999, 1_000_000_000, 1e9)]
    [InlineData(0, 1, 1e9)]
    public void A_thousand_million_samples_and_bits_are_no_obstacle(long errors, long samples, double bits)
        => Assert.InRange(CodeBound.Tail(errors, samples, bits, 0.05), (double)errors / samples, 1);

    [Fact]
    public void The_price_of_a_bit_is_the_slope_of_the_bound()
    {
        const long samples = 60_000, errors = 7_200;
        const double bits = 2_900, delta = 0.05;
        double slope = CodeBound.Chernoff(errors, samples, bits + 1, delta) - CodeBound.Chernoff(errors, samples, bits - 1, delta);
        double perError = CodeBound.Chernoff(errors + 1, samples, bits, delta) - CodeBound.Chernoff(errors - 1, samples, bits, delta);

        var price = CodeBound.PriceOfBit((double)errors / samples, CodeBound.Chernoff(errors, samples, bits, delta));

        Assert.Equal(slope / perError, price, price * 1e-4);
    }

    [Theory]
    [InlineData(-1, 10, 1.0, 0.05)]
    [InlineData(11, 10, 1.0, 0.05)]
    [InlineData(0, 0, 1.0, 0.05)]
    [InlineData(1, 10, -1.0, 0.05)]
    [InlineData(1, 10, double.NaN, 0.05)]
    [InlineData(1, 10, 1.0, 0.0)]
    [InlineData(1, 10, 1.0, 1.0)]
    public void Arguments_out_of_range_are_refused(long errors, long samples, double bits, double delta)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeBound.Tail(errors, samples, bits, delta));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeBound.Chernoff(errors, samples, bits, delta));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeBound.PacBayesKl(errors, samples, bits, delta));
    }
}
