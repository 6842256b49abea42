using CsCheck;
using RankAttributes.Bounds;
using static RankAttributes.Declarations.Tests.Declare;

namespace RankAttributes.Declarations.Tests;

/// <summary>The estimate of a declaration, its parts and its verdict, against arithmetic by hand and against the bounds library.</summary>
public class PredictionTests
{
    private static readonly LayerDeclaration[] Mlp = [
        Linear("fc1", 512, 784, rank: 16), Linear("fc2", 512, 512, rank: 16), Linear("head", 10, 512) with { IsIgnored = true }];

    private static readonly Gen<LayerDeclaration> Layer = Gen.Select(
        Gen.Int[1, 400], Gen.Int[1, 400], Gen.Int[0, 50], Gen.Double[0.05, 2], Gen.Int[0, 9], (m, n, rank, p, kind)
        => Declare.Layer(
            "l", kind == 0 ? LayerKind.Conv2d : kind == 1 ? LayerKind.Embedding
                : LayerKind.Linear, m, n, p, rank) with { IsIgnored = kind == 2, SpatialWidth = kind == 0 ? rank : 0 });

    // Summed by hand: depth times the sum of rank times rows plus columns.
    public static TheoryData<long, int, double> ByHand
        => new() { { 3, 16, 3 * ((16 * (512 + 784)) + (16 * (512 + 512)) + (10 * (10 + 512))) }, { 3, 6, 57_420 }, { 3, 64, 461_100 } };

    [Theory]
    [MemberData(nameof(ByHand))]
    public void Without_norms_it_is_depth_times_the_sum_of_rank_times_rows_plus_columns(long depth, int rank, double expected)
    {
        var prediction = Predict(Data(60_000), [.. Mlp.Select(layer => layer.WithRank(rank))]);
        Assert.Equal((depth, expected), (prediction.Counted.LongCount(), prediction.Samples!.Value));
        Assert.Equal(expected <= 60_000 ? Verdict.Fits : Verdict.TooFewSamples, prediction.Verdict);
    }

    [Fact]
    public void Without_norms_neither_p_nor_a_norm_alone_nor_a_spatial_width_changes_it()
        => Gen.Select(Layer.Array[1, 6], Gen.Double[0.05, 2], Gen.Int[1, 99]).Sample((layers, p, width) =>
    {
        var samples = Predict(Data(1000), layers).Samples!.Value;
        var byHand = layers.Length * layers.Sum(layer => (double)layer.RankBudget!.Value * (layer.Outputs.Value!.Value + layer.Inputs.Value!.Value));
        Assert.Equal(byHand, samples);
        Assert.Equal(samples, Predict(Data(1000), [.. layers.Select(layer => layer with { Settings = layer.Settings with { P = p } })]).Samples);
        Assert.Equal(samples, Predict(Data(1000, inputNorm: 7, margin: 0.1), layers).Samples);
        Assert.Equal(
            samples, Predict(
                Data(1000, inputNorm: 7), [.. layers.Select(layer => layer with { Settings = layer.Settings with { SpectralNorm = 3 } })]).Samples);
        var wide = Predict(Data(1000), [.. layers.Select(layer => layer with { SpatialWidth = width })]);
        Assert.Equal((samples, false), (wide.Samples!.Value, wide.IsLowerEstimate));
    });

    [Fact]
    public void With_every_norm_it_is_the_interpolation_of_the_bounds_library()
    {
        var prediction = Predict(
            Data(60_000, inputNorm: 3, margin: 2), Linear("fc1", 512, 784, 0.5, 16, norm: 2),
                Declare.Layer("conv", LayerKind.Conv2d, 10, 512, 1, norm: 5) with { SpatialWidth = 9, IsIgnored = true });
        var expected = SampleComplexity.Predict(
            [new LayerConstraint(512, 784) { P = 0.5, Rank = 16 }, new LayerConstraint(10, 512) { P = 1, SpatialWidth = 9 }],
                new RateOptions { NormFactor = 3.0 / 2 * 2 * 5 });

        Assert.True(prediction.UsesNorms);
        Assert.Equal(expected.Samples, prediction.Samples!.Value, expected.Samples * 1e-12);
        Assert.Equal(expected.Contributions, prediction.Layers.Select(layer => layer.Share!.Value));
        Assert.False(prediction.IsLowerEstimate);
        Assert.True(Predict(Data(60_000, 3, 2), Declare.Layer("conv", LayerKind.Conv2d, 10, 512, 1, norm: 5)).IsLowerEstimate);
    }

    [Fact]
    public void A_norm_for_all_layers_counts_where_a_layer_declares_none()
    {
        var common = Data(1000, 3, 2) with { SpectralNorm = 4 };
        Assert.Equal(
            Predict(Data(1000, 3, 2), Linear("a", 30, 20, norm: 4), Linear("b", 10, 30, norm: 7)).Samples,
            Predict(common, Linear("a", 30, 20), Linear("b", 10, 30, norm: 7)).Samples);
    }

    [Fact]
    public void The_constant_and_the_gap_scale_it()
        => Assert.Equal(57_420 * 3 * 16, Predict(Data(60_000) with { Constant = 3, TargetGap = 0.25 }, [.. Mlp.Select(layer => layer.WithRank(6))]).Samples);

    [Fact]
    public void The_largest_rank_that_fits_is_the_last_that_fits_and_at_most_the_largest_budget()
        => Gen.Select(Layer.Array[1, 5], Gen.Int[1, 200_000]).Sample((layers, samples) =>
    {
        var prediction = Predict(Data(samples), layers);
        var largest = layers.Where(layer => !layer.IsIgnored).Select(layer => layer.RankBudget!.Value).DefaultIfEmpty(1).Max();
        if (prediction.Verdict == Verdict.Fits)
        {
            Assert.Equal(largest, prediction.LargestRankThatFits);
            return;
        }

        Assert.Equal(Verdict.TooFewSamples, prediction.Verdict);
        var rank = prediction.LargestRankThatFits ?? 0;
        if (rank > 0) Assert.Equal(Verdict.Fits, At(rank));
        if (layers.Any(layer => !layer.IsIgnored)) Assert.Equal(Verdict.TooFewSamples, At(rank + 1));

        Verdict At(long cap) => Predict(Data(samples), [.. layers.Select(layer => layer.WithRank((int)Math.Min(cap, layer.RankBudget!.Value)))]).Verdict;
    });

    [Fact]
    public void The_curve_against_rank_shows_the_largest_rank_that_fits() => Gen.Select(Layer.Array[1, 5], Gen.Int[1, 200_000]).Sample((layers, samples) =>
    {
        var prediction = Predict(Data(samples), layers);
        var curve = ComplexityCurve.AgainstRank(prediction);
        if (layers.All(layer => layer.IsIgnored))
        {
            Assert.Empty(curve);
            return;
        }

        Assert.Equal(prediction.Samples!.Value, curve[^1].Samples);
        var rank = prediction.LargestRankThatFits ?? 0;
        Assert.All(curve, point => Assert.Equal(point.At <= rank, point.Samples <= samples));
    });

    [Fact]
    public void What_is_unknown_is_left_out_and_said()
    {
        var known = Mlp[1];
        var unknown =
            new[] { Linear("x", 0, 512), known with { IsConditional = true }, known with { Repetition = DimensionExpression.Symbol("depth") },
                Declare.Layer("s", LayerKind.Linear, DimensionExpression.Symbol("w"), DimensionExpression.Of(3)) };
        foreach (var layer in unknown)
        {
            var prediction = Predict(Data(60_000), Mlp[0], layer, Mlp[2]);
            Assert.Equal(Predict(Data(60_000), Mlp[0], Mlp[2]).Samples, prediction.Samples);
            Assert.True(prediction.IsLowerEstimate);
            Assert.Null(prediction.Layers[1].Share);
        }

        Assert.False(Predict(Data(60_000), Mlp).IsLowerEstimate);
        Assert.True(Predict(Data(60_000), Declare.Layer("e", LayerKind.Embedding, 30, 20)).IsExtrapolated);
        Assert.Equal(Verdict.DatasetSizeUnknown, Predict(null, Mlp).Verdict);
        Assert.Equal(Verdict.NotPredicted, Predict(Data(1)).Verdict);
        Assert.Equal(Verdict.NotPredicted, Predict(Data(1), Mlp[0], Linear("bad", 3, 4, p: double.NaN)).Verdict);
        Assert.Equal(Verdict.NotPredicted, Predict(Data(1), Mlp[0], Linear("bad", 3, 4, norm: -1)).Verdict);
    }

    [Fact]
    public void A_model_that_needs_exactly_what_there_is_fits()
    {
        Assert.Equal(Verdict.Fits, Predict(Data(57_420), [.. Mlp.Select(layer => layer.WithRank(6))]).Verdict);
        Assert.Equal(Verdict.TooFewSamples, Predict(Data(57_419), [.. Mlp.Select(layer => layer.WithRank(6))]).Verdict);
    }

    [Fact]
    public void The_rank_of_the_dominant_layer_alone_is_the_last_that_fits()
    {
        LayerDeclaration[] Layers(int rank) => [Linear("wide", 2000, 2000, rank: rank), Linear("head", 10, 2000)];
        var rank = Predict(Data(600_000), Layers(200)).LargestRankOfDominant()!.Value;
        Assert.Equal(Verdict.Fits, Predict(Data(600_000), Layers((int)rank)).Verdict);
        Assert.Equal(Verdict.TooFewSamples, Predict(Data(600_000), Layers((int)rank + 1)).Verdict);
    }
}
