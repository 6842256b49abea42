using RankAttributes.Codes;

namespace RankAttributes.Tests.Codes;

public sealed class GaussianStreamTests
{
    [Fact]
    public void Draws_are_standard_normal_independent_and_repeatable()
    {
        const int count = 100_000;
        var (first, again, second) = (Of(0), Of(0), Of(1));
        Assert.Equal(first, again);
        Assert.Equal(0, first.Average(), 0.02);
        Assert.Equal(1, first.Average(value => value * value), 0.02);
        Assert.Equal(3, first.Average(value => value * value * value * value), 0.1);
        Assert.Equal(0, first.Zip(second, (a, b) => a * b).Average(), 0.02);
        Assert.Equal(0, first.Zip(first.Skip(1), (a, b) => a * b).Average(), 0.02);

        static double[] Of(ulong draw)
        {
            var stream = new GaussianStream(draw);
            return [.. Enumerable.Range(0, count).Select(_ => stream.Next())];
        }
    }
}
