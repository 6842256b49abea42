using CsCheck;
using RankAttributes.Compression;
using RankAttributes.LowRank;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>What a truncation loses on samples, against the matrices themselves.</summary>
public sealed class SpectrumTests
{
    [Theory]
    [InlineData("linear")]
    [InlineData("tokens")]
    [InlineData("convolution")]
    [InlineData("groups")]
    [InlineData("sequence")]
    public void What_is_left_out_is_what_the_outputs_lose(string kind)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var (layer, input) = kind switch
        {
            "linear" => ((Module<Tensor, Tensor>)Linear(30, 20, hasBias: false), Correlated(400, 30)),
            "tokens" => (Linear(30, 20, hasBias: false), Correlated(400, 30).reshape(40, 10, 30)),
            "convolution" => (Conv2d(3, 20, 3, stride: 2, padding: 1, dilation: 1, bias: false), Correlated(20, 3 * 81).reshape(20, 3, 9, 9)),
            "groups" => (Conv2d(4, 20, (3, 2), groups: 2, bias: false), Correlated(30, 4 * 81).reshape(30, 4, 9, 9)),
            _ => (Conv1d(4, 20, 5, stride: 2, padding: 2, bias: false), Correlated(40, 4 * 21).reshape(40, 4, 21)),
        };
        layer = layer.to(float64);
        var factorable = FactorableLayer.Of(layer)!;
        var watched = new WatchedLayer(factorable);
        var output = watched.forward(input);
        using var weighted = new WeightedSpectrum(factorable, watched.Gram, watched.Rows);
        using var plain = new WeightedSpectrum(factorable, null, 0);
        Assert.True(weighted.IsWeighted && !plain.IsWeighted);
        foreach (var rank in new[] { 1, 3, 6 })
        {
            var lost = Lost(weighted, rank);

            // Every direction has a little of the average energy besides its own.
            Assert.Equal(weighted.Lost(rank), lost, 0.02 + (0.1 * lost));
            Assert.True(lost <= Lost(plain, rank) * 1.03);
        }

        if (layer is TorchSharp.Modules.Linear) Assert.True(Lost(weighted, 3) < 0.9 * Lost(plain, 3));

        double Lost(WeightedSpectrum spectrum, int rank)
        {
            var (left, right) = spectrum.Factors(rank);
            var thin = Factorization.Replacement(factorable, new LayerFactors(rank, left, right), ModuleAccess.ByReflection);
            return ((thin.call(input) - output).square().sum() / output.square().sum()).item<double>();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Fewer_samples_than_directions_do_not_blind_it(int samples)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var layer = FactorableLayer.Of(Linear(30, 20, hasBias: false).to(float64))!;
        var watched = new WatchedLayer(layer);
        watched.forward(randn(samples, 30, float64));
        using var spectrum = new WeightedSpectrum(layer, watched.Gram, watched.Rows);
        var (left, right) = spectrum.Factors(15);
        var product = left.matmul(right)[0];
        var other = randn(500, 30, float64);
        var lost = (other.matmul((product - layer.Matrices[0]).t()).square().sum() / other.matmul(layer.Matrices[0].t()).square().sum()).item<double>();
        Assert.True(lost < 0.2, $"{lost}");
    }

    [Fact]
    public void Factors_are_balanced_and_full_rank_loses_nothing()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var layer = FactorableLayer.Of(Linear(12, 9))!;
        var samples = Correlated(50, 12);
        using var spectrum = new WeightedSpectrum(layer, samples.t().matmul(samples).add(eye(12, dtype: float64)).unsqueeze(0), 50);
        var (left, right) = spectrum.Factors(9);
        Assert.True(left.matmul(right).allclose(layer.Matrices.to_type(ScalarType.Float64), 1e-6, 1e-6));
        Assert.True(left.transpose(1, 2).matmul(left).allclose(right.matmul(right.transpose(1, 2)), 1e-6, 1e-6));
    }

    [Fact]
    public void At_equal_weights_an_allocation_loses_no_more_than_one_rank_for_all()
        => Gen.Int[0, 1 << 20].Sample(
            seed =>
            {
                using var scope = NewDisposeScope();
                manual_seed(seed);
                var random = new Random(seed);
                var layers = Enumerable.Range(0, 4).Select(_ =>
                {
                    var layer = FactorableLayer.Of(Linear(random.Next(8, 40), random.Next(8, 40)))!;
                    using (no_grad()) layer.Weight.mul_(randn(layer.Weight.shape[0], 1).exp());
                    return new AllocatedLayer(
                        new WeightedSpectrum(layer, null, 0), layer.WeightsAt(1), layer.Weight.numel(), Math.Exp(2 * random.NextDouble()));
                }).ToList();
                var uniform = RankAllocation.Uniform(layers, random.Next(1, 6));
                var budget = RankAllocation.Cost(layers, uniform);
                var chosen = RankAllocation.Within(layers, budget);
                Assert.True(RankAllocation.Cost(layers, chosen) <= budget);

                // The next direction may not fit into what is left of the budget.
                var slack = layers.Select((layer, index) => layer.Importance * layer.Spectrum.Share(Math.Min(chosen[index] ?? 0, layer.Spectrum.MaxRank - 1)))
                    .Max() * layers.Max(layer => layer.CostOfARank) / layers.Min(layer => layer.CostOfARank);
                Assert.True(RankAllocation.Loss(layers, chosen) <= RankAllocation.Loss(layers, uniform) + slack);
            },
            iter: 40);

    private static Tensor Correlated(long rows, long columns)
        => randn(rows, columns, float64) * logspace(0, -2, (int)columns, dtype: float64).index_select(0, randperm(columns));
}
