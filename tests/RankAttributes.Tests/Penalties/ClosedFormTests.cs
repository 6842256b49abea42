using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>Matrices whose Schatten norms are known in closed form, at a smoothing that no digit shows.</summary>
public sealed class ClosedFormTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    public void Second_difference(int size)
        => AssertValue(From(size, size, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0), 0.5, 1 / Math.Tan(Math.PI / (4 * (size + 1))) - 1);

    [Theory]
    [InlineData(7, 0.5)]
    [InlineData(30, 1)]
    [InlineData(30, 1.5)]
    public void Lower_triangle_of_ones(int size, double p)
        => AssertValue(
            From(size, size, (i, j) => i >= j ? 1 : 0), p,
            Enumerable.Range(1, size).Sum(k => Math.Pow(2 * Math.Cos(k * Math.PI / ((2 * size) + 1)), -p)));

    [Theory]
    [InlineData(5, 0.5, 1.83458348865, 1e-6)]
    [InlineData(5, 1, 1 + (1 / 3.0) + (1 / 5.0) + (1 / 7.0) + (1 / 9.0), 1e-6)]
    [InlineData(12, 0.5, 2.24847546385653, 1e-3)] // its smallest singular value is 1.6e-16 of the largest
    public void Hilbert(int size, double p, double expected, double tolerance)
        => AssertValue(From(size, size, (i, j) => 1.0 / (i + j + 1)), p, expected, tolerance);

    [Fact]
    public void Ones() => AssertValue(ones(6, 24, ScalarType.Float64), 0.5, Math.Pow(144, 0.25), 1e-3);

    [Fact]
    public void Hadamard() => AssertValue(
        From(16, 16, (i, j) => int.PopCount(i & j) % 2 == 0 ? 1 : -1), 0.5, Math.Pow(16, 1.25));

    [Fact]
    public void Kronecker_products_multiply_and_direct_sums_add()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (TestMatrices.Of("tall").narrow(0, 0, 9).narrow(1, 0, 4), TestMatrices.Of("random").narrow(0, 0, 5).narrow(1, 0, 5));
        AssertValue(kron(left, right), 0.5, Value(left, 0.5) * Value(right, 0.5));
        AssertValue(block_diag(left, right), 1, Value(left, 1) + Value(right, 1));
    }

    private static Tensor From(int rows, int columns, Func<int, int, double> entry)
    {
        var entries = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                entries[i, j] = entry(i, j);
        return tensor(entries);
    }

    private static void AssertValue(Tensor matrix, double p, double expected, double tolerance = 1e-9)
        => Assert.Equal(1, Value(matrix, p) / expected, tolerance);

    private static double Value(Tensor matrix, double p)
        => new OneWeight(matrix, new PenaltySettings(p, 1, null, 1e-8, PenaltyMethod.Exact)).RegularizationLoss().ToDouble();
}
