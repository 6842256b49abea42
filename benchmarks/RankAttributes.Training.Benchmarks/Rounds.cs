using System.Diagnostics;

namespace RankAttributes.Training.Benchmarks;

/// <summary>Times contenders in turns: each once per round, and the least time of each counts, which other work disturbs least.</summary>
internal static class Rounds
{
    /// <param name="contenders">What to run; each call runs the steps of a whole period of the method.</param>
    /// <param name="rounds">How often each is run after one run that does not count.</param>
    /// <returns>Milliseconds by contender.</returns>
    public static double[] Best(IReadOnlyList<Action> contenders, int rounds)
    {
        var best = Enumerable.Repeat(double.PositiveInfinity, contenders.Count).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var index = 0; index < contenders.Count; index++)
            {
                var start = Stopwatch.GetTimestamp();
                contenders[index]();
                if (round >= 0) best[index] = Math.Min(best[index], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return best;
    }
}
