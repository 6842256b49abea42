using CsCheck;

namespace RankAttributes.Bounds.Tests;

public class MeasuredComplexityTests
{
    private static readonly Gen<TrainedLayer> Layer =
        from outputs in Gen.Int[1, 30]
        from inputs in Gen.Int[1, 30]
        from scale in Gen.Double[0.1, 5]
        from decay in Gen.Double[0.05, 1]
        select new TrainedLayer(outputs, inputs, [.. Enumerable.Range(0, Math.Min(outputs, inputs)).Select(i => scale * Math.Pow(decay, i))]);

    [Fact]
    public void At_one_index_it_is_the_rate_of_the_measured_norms_and_ranks() => Gen.Select(Layer.Array[1, 5], Gen.Double[0, 2]).Sample((layers, p) =>
    {
        var factors = MeasuredComplexity.LogNormFactors(layers, inputNorm: 3, margin: 0.5);
        var measured = MeasuredComplexity.AtIndices(layers, factors, [.. layers.Select(_ => p)]);
        var expected = SampleComplexity.Predict(
            [.. layers.Select(layer => layer.ToConstraint(p))],
            new RateOptions { NormFactor = 3 / 0.5 * layers.Aggregate(1.0, (product, layer) => product * layer.SingularValues[0]) });
        return Math.Abs((measured.Samples / expected.Samples) - 1) < 1e-9;
    });

    [Fact]
    public void The_best_index_of_each_layer_is_never_above_a_common_one()
        => Gen.Select(Layer.Array[1, 5], Gen.Int[0, 40], Gen.Double[0.01, 100]).Sample((layers, step, inputNorm) =>
    {
        var factors = MeasuredComplexity.LogNormFactors(layers, inputNorm, 1);
        var best = MeasuredComplexity.AtIndices(layers, factors, MeasuredComplexity.BestIndices(layers, factors)).Samples;
        return best <= MeasuredComplexity.AtIndices(layers, factors, [.. layers.Select(_ => step / 20.0)]).Samples * (1 + 1e-12);
    });

    [Fact]
    public void The_distance_from_a_reference_takes_the_place_of_the_weights_in_the_rank()
    {
        var layer = new TrainedLayer(2, 3, [4, 1]) { DistanceFromReference = [2, 0.5] };
        var expected = SampleComplexity.Predict([new LayerConstraint(2, 3) { P = 1, Rank = 2.5 / 4 }], new RateOptions { NormFactor = 4 });
        Close.To(expected.Samples, MeasuredComplexity.AtIndices([layer], MeasuredComplexity.LogNormFactors([layer], 1, 1), [1]).Samples);
    }

    [Fact]
    public void The_training_set_form_uses_what_enters_each_layer()
    {
        TrainedLayer[] layers = [new(2, 3, [4, 1]), new(2, 2, [0.5, 0.25]) { Lipschitz = 2 }];
        var factors = MeasuredComplexity.LogNormFactors(layers, [10, 7], margin: 0.1);

        Close.To(10 / 0.1 * 4 * (0.5 * 2), Math.Exp(factors[0]));
        Close.To(7 / 0.1 * (0.5 * 2), Math.Exp(factors[1]));
        var global = MeasuredComplexity.LogNormFactors(layers, inputNorm: 10, margin: 0.1);
        Assert.Equal([factors[0], factors[0]], global);
    }
}
