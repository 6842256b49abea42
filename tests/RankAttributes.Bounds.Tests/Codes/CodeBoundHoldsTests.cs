using RankAttributes.Bounds.Codes;

namespace RankAttributes.Bounds.Tests.Codes;

/// <summary>Draws training sets and looks how often the bound of the hypothesis that looks best is below its true error.</summary>
public class CodeBoundHoldsTests
{
    private const int Trials = 4_000, Hypotheses = 256, Samples = 200;
    private const double Delta = 0.1, Bits = 8;

    [Fact]
    public void The_bound_is_violated_in_fewer_than_a_share_of_delta() => Assert.InRange(Violations(Bits), 0, Delta);

    [Fact]
    public void Bits_that_are_not_counted_are_found_out() => Assert.InRange(Violations(0), 2 * Delta, 1);

    [Fact]
    public void One_draw_from_a_posterior_is_violated_in_fewer_than_a_share_of_delta() => Assert.InRange(DrawViolations(1), 0, Delta);

    [Fact]
    public void A_posterior_whose_nats_are_not_counted_is_found_out() => Assert.InRange(DrawViolations(0), 2 * Delta, 1);

    /// <summary>256 hypotheses with a true error of one half each; the one with the fewest errors is reported.</summary>
    private static double Violations(double bits)
    {
        var random = new Random(1);
        return Share(() => CodeBound.Tail(Enumerable.Range(0, Hypotheses).Min(_ => Errors(random)), Samples, bits, Delta) < 0.5);
    }

    /// <summary>The posterior is uniform on the eight best of the 256; D is ln(256/8).</summary>
    private static double DrawViolations(double counted)
    {
        var random = new Random(2);
        return Share(() =>
        {
            var best = Enumerable.Range(0, Hypotheses).Select(_ => Errors(random)).Order().Take(8).ToList();
            return CodeBound.Posterior(
                best[random.Next(8)], Samples, counted * Math.Log(Hypotheses / 8.0) - ((1 - counted) * Math.Log(2 * Math.Sqrt(Samples))), Delta) < 0.5;
        });
    }

    private static double Share(Func<bool> isViolated) => Enumerable.Range(0, Trials).Count(_ => isViolated()) / (double)Trials;

    private static long Errors(Random random)
    {
        var errors = 0L;
        for (var bit = 0; bit < Samples; bit += 50) errors += long.PopCount(random.NextInt64(1L << 50));
        return errors;
    }
}
