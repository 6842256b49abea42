namespace RankAttributes.Bounds.Tests;

public class RateVectorTests
{
    [Theory]
    [MemberData(nameof(ReferenceVector.Cases), MemberType = typeof(ReferenceVector))]
    public void The_rate_equals_the_reference(string file, string name)
    {
        var vector = ReferenceVector.Find(file, name);
        var options = new RateOptions { NormFactor = vector.NormFactor };

        var prediction = SampleComplexity.Predict(vector.Constraints(), options);

        Close.To(vector.Expected.SquaredComplexity, prediction.SquaredComplexity);
        Close.To(vector.Expected.PredictedSampleComplexity, prediction.Samples);
        Close.To(vector.Expected.RateGap, prediction.Gap(vector.Samples));
        Assert.Equal(vector.Expected.LargestRank ?? 0, SampleComplexity.LargestRankThatFits(vector.Constraints(), vector.Samples, options) ?? 0);
    }

    [Fact]
    public void Uniform_layers_at_p_zero_ask_for_twice_width_rank_depth_squared()
    {
        const int width = 300, rank = 7, depth = 5;
        var layers = Enumerable.Repeat(new LayerConstraint(width, width) { Rank = rank }, depth).ToList();

        Close.To(2.0 * width * rank * depth * depth, SampleComplexity.Predict(layers).Samples);
    }

    [Fact]
    public void At_p_two_a_layer_counts_its_norm()
    {
        var layers = new[]
        {
            new LayerConstraint(40, 30) { Rank = 3, P = 2, SpatialWidth = 9 },
            new LayerConstraint(10, 40) { Rank = 2, P = 2 },
        };

        var prediction = SampleComplexity.Predict(layers, new RateOptions { NormFactor = 2.5 });

        Close.To(2.5 * (Math.Sqrt(3 * 70 * (40 * 9)) + Math.Sqrt(2 * 50)), prediction.SquaredComplexity);
    }
}
