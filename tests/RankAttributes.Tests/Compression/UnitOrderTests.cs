using RankAttributes.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Compression;

/// <summary>The units that are kept are those that the next layer needs, and that layer makes the best of them.</summary>
public sealed class UnitOrderTests
{
    [Fact]
    public void The_next_layer_is_the_least_squares_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (units, weight) = (Units(12, 400), randn(5, 12, float64));
        var kept = tensor(new long[] { 1, 4, 5, 9 });
        var refit = UnitOrder.Refit(UnitOrder.Regularized(units.matmul(units.t()), 400), weight, kept);
        var expected = linalg.lstsq(units.index_select(0, kept).t(), weight.matmul(units).t()).Solution.t();
        Assert.Equal([5L, 4], refit.shape);
        Assert.InRange((refit - expected).abs().max().ToDouble(), 0, 1e-6);
    }

    [Theory]
    [InlineData(8, 0.1, 1)]
    [InlineData(40, 0.05, 0.5)]
    [InlineData(400, 0, 1e-6)]
    public void Few_samples_get_a_ridge(int samples, double least, double most)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var units = Units(40, samples);
        var gram = units.matmul(units.t());
        var ridge = UnitOrder.Regularized(gram, samples) - gram;
        Assert.InRange((ridge.diagonal().max() / gram.diagonal().mean()).ToDouble(), least, most);
        Assert.Equal(0, (ridge - ridge.diagonal().diag()).abs().max().ToDouble());
    }

    [Fact]
    public void Each_unit_is_the_one_that_leaves_out_least()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (units, weight) = (Units(9, 300), randn(4, 9, float64));
        var gram = UnitOrder.Regularized(units.matmul(units.t()), 300);
        var order = new UnitOrder(gram, weight, 6);
        var kept = new List<int>();
        foreach (var (unit, count) in order.Units.Select((unit, index) => (unit, index + 1)))
        {
            var best = Enumerable.Range(0, 9).Except(kept).MinBy(other => Left([.. kept, other]));
            Assert.Equal(best, unit);
            kept.Add(unit);
            Assert.Equal(Left(kept), order.Lost(count), 1e-6);
        }

        Assert.Equal(6, kept.Count);

        // ‖WH − W′H_K‖² of the least-squares W′, as a share of ‖WH‖².
        double Left(IReadOnlyList<int> chosen)
        {
            var rows = units.index_select(0, tensor(chosen.Select(unit => (long)unit).ToArray()));
            var (target, fit) = (weight.matmul(units).t(), linalg.lstsq(rows.t(), weight.matmul(units).t()).Solution);
            return ((target - rows.t().matmul(fit)).square().sum() / target.square().sum()).ToDouble();
        }
    }

    [Fact]
    public void Copies_and_units_that_nothing_uses_are_not_in_the_order()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var source = Units(5, 300);
        var units = cat([source, source * 3, zeros(2, 300, float64)], 0);
        var weight = randn(4, 12, float64);
        weight[.., 0] = 0;
        weight[.., 5] = 0;
        var order = new UnitOrder(UnitOrder.Regularized(units.matmul(units.t()), 300), weight, 12);
        Assert.Equal([1, 2, 3, 4], order.Units.Take(4).Select(unit => unit % 5).Order());
        Assert.All(order.Units.Take(4), unit => Assert.InRange(unit, 0, 9));
        Assert.InRange(order.Lost(4), 0, 1e-6);
    }

    /// <summary>Units × samples, of unlike sizes and not independent of each other.</summary>
    private static Tensor Units(int count, int samples) => (randn(count, count, float64).matmul(randn(count, samples, float64)) + 0.3).relu();
}
