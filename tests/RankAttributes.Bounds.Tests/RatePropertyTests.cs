using CsCheck;

namespace RankAttributes.Bounds.Tests;

public class RatePropertyTests
{
    private static readonly Gen<LayerConstraint> Layer =
        from outputs in Gen.Int[1, 3000]
        from inputs in Gen.Int[1, 3000]
        from rank in Gen.Double[0.5, 100]
        from p in Gen.OneOf(Gen.Double[0, 2], Gen.Const(1e-9), Gen.Const(0.0), Gen.Const(2.0))
        from width in Gen.Int[1, 900]
        select new LayerConstraint(outputs, inputs) { Rank = rank, P = p, SpatialWidth = width };

    private static readonly Gen<LayerConstraint[]> Network = Layer.Array[1, 8];

    [Fact]
    public void It_grows_with_rank_width_norm_and_depth_and_falls_with_the_gap() => Gen.Select(Network, Gen.Double[0.01, 100]).Sample((layers, factor) =>
    {
        double Samples(LayerConstraint[] network, double norm = 1, double gap = 1)
            => SampleComplexity.Predict(network, new RateOptions { NormFactor = factor * norm, TargetGap = gap }).Samples;
        var samples = Samples(layers) * (1 - 1e-12);
        LayerConstraint[] Each(Func<LayerConstraint, LayerConstraint> change) => [.. layers.Select(change)];
        return Samples(Each(layer => layer with { Rank = layer.Rank + 1 })) >= samples
            && Samples(
                Each(layer =>
                    new LayerConstraint(layer.Outputs + 1, layer.Inputs) { Rank = layer.Rank, P = layer.P, SpatialWidth = layer.SpatialWidth })) >= samples
            && Samples(Each(layer => layer with { SpatialWidth = layer.SpatialWidth + 1 })) >= samples
            && Samples(layers, norm: 2) >= samples
            && Samples([layers[0], .. layers]) >= samples
            && Math.Abs((Samples(layers, gap: 0.5) / Samples(layers)) - 4) < 1e-9
            && SampleComplexity.Predict(layers).Gap(1000) > SampleComplexity.Predict(layers).Gap(1001);
    });

    [Fact]
    public void Shares_add_up_to_one() => Network.Sample(layers => Math.Abs(SampleComplexity.Predict(layers).Contributions.Sum() - 1) < 1e-12);

    [Fact]
    public void Twice_the_width_is_twice_the_rate_at_p_zero_and_a_fixed_rank() => Network.Sample(layers =>
    {
        LayerConstraint[] At(int scale)
            => [.. layers.Select(layer => new LayerConstraint(layer.Outputs * scale, layer.Inputs * scale) { Rank = Math.Min(layer.Rank, layer.FullRank) })];
        return Math.Abs((SampleComplexity.Predict(At(2)).Samples / SampleComplexity.Predict(At(1)).Samples) - 2) < 1e-9;
    });

    [Fact]
    public void A_tiny_index_is_the_limit_zero() => Network.Sample(layers =>
    {
        double At(double p) => SampleComplexity.Predict([.. layers.Select(layer => layer with { P = p })], new RateOptions { NormFactor = 50 }).Samples;
        return Math.Abs((At(1e-9) / At(0)) - 1) < 1e-6;
    });

    [Fact]
    public void The_largest_rank_that_fits_fits_and_the_next_does_not() => Gen.Select(Network, Gen.Double[1, 9]).Sample((layers, logSamples) =>
    {
        var samples = Math.Pow(10, logSamples);
        double At(double common) => SampleComplexity.Predict([.. layers.Select(layer => layer with { Rank = Math.Min(layer.Rank, common) })]).Samples;
        var most = Math.Ceiling(layers.Max(layer => layer.Rank));
        return SampleComplexity.LargestRankThatFits(layers, samples) is { } rank
            ? At(rank) <= samples * (1 + 1e-9) && (rank >= most || At(rank + 1) > samples * (1 - 1e-9))
            : At(1) > samples * (1 - 1e-9);
    });
}
