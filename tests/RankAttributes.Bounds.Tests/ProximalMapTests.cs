using CsCheck;

namespace RankAttributes.Bounds.Tests;

/// <summary>The shrinkage of singular values: reference values, and the definition as a minimum.</summary>
public sealed class ProximalMapTests
{
    [Theory]
    [InlineData(2, 0.5, 1.6053779404796)]
    [InlineData(3, 0.5, 2.69545315101577)]
    [InlineData(10, 0.5, 9.84061076829815)]
    [InlineData(2, 2.0 / 3, 1.40473458730745)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 1)]
    public void Reference_values(double x, double p, double expected) => Assert.Equal(expected, ProximalMap.Of(x, 1, p), 1e-12);

    [Fact]
    public void It_is_the_minimizer()
        => Gen.Select(Gen.Double[0, 5], Gen.Double[-6, 1], Gen.Double[0.02, 2]).Sample((x, exponent, p) =>
        {
            var lambda = Math.Pow(10, exponent);
            var y = ProximalMap.Of(x, lambda, p);
            var least = Objective(y);
            Assert.InRange(y, 0, x);
            for (var step = 0; step <= 400; step++)
                Assert.True(least <= Objective(x * step / 400) + 1e-12 * (1 + x * x), $"x={x:R} λ={lambda:R} p={p:R} y={y:R}");

            double Objective(double at) => 0.5 * (at - x) * (at - x) + lambda * Math.Pow(at, p);
        });

    [Fact]
    public void Closed_forms_and_the_solver_agree()
        => Gen.Select(Gen.Double[0.01, 20], Gen.Double[-4, 1], Gen.Int[0, 3].Select(index => new[] { 0.5, 2.0 / 3, 1, 2 }[index])).Sample((x, exponent, p) =>
        {
            var lambda = Math.Pow(10, exponent);
            var beside = p == 2 ? Math.BitDecrement(2.0) : Math.BitIncrement(p);
            var threshold = ProximalMap.Threshold(lambda, p);
            if (Math.Abs(x - threshold) > 1e-6 * (1 + threshold)) Assert.Equal(ProximalMap.Of(x, lambda, beside), ProximalMap.Of(x, lambda, p), 1e-7);
        });

    [Fact]
    public void Small_values_become_exactly_zero_and_the_order_is_kept()
        => Gen.Select(Gen.Double[0, 3], Gen.Double[0, 3], Gen.Double[1e-6, 1], Gen.Double[0.02, 1]).Sample((a, b, lambda, p) =>
        {
            var (low, high) = (ProximalMap.Of(Math.Min(a, b), lambda, p), ProximalMap.Of(Math.Max(a, b), lambda, p));
            Assert.True(low <= high);
            var threshold = ProximalMap.Threshold(lambda, p);
            Assert.Equal(0, ProximalMap.Of(threshold * (1 - 1e-9), lambda, p));
            if (p < 1) Assert.True(ProximalMap.Of(threshold * (1 + 1e-9), lambda, p) > 0);
        });

    [Theory]
    [InlineData(-1, 1, 0.5, "x")]
    [InlineData(double.NaN, 1, 0.5, "x")]
    [InlineData(1, double.PositiveInfinity, 0.5, "lambda")]
    [InlineData(1, 1, 0, "p")]
    [InlineData(1, 1, 2.1, "p")]
    public void Values_out_of_range_are_named(double x, double lambda, double p, string name)
        => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => ProximalMap.Of(x, lambda, p)).ParamName);
}
