using System.Globalization;
using RankAttributes.Differential.Programs;

namespace RankAttributes.Differential.Comparison;

/// <summary>Runs random programs and counts what came of them.</summary>
internal static class Fuzzer
{
    private const int Together = 50;

    /// <summary>Runs the programs of consecutive seeds.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="reductions">How many programs with a violation are made smaller, one of each kind first.</param>
    /// <param name="say">Hears of each such program.</param>
    public static Figures Run(ulong first, int count, int reductions, Action<string> say)
    {
        var figures = new Figures();
        var found = new List<(ulong Seed, ModelProgram Program, Violation Violation)>();
        for (var done = 0; done < count; done += Together)
        {
            var seeds = Enumerable.Range(done, Math.Min(Together, count - done)).Select(offset => first + (ulong)offset).ToList();
            var programs = seeds.Select(RandomPrograms.Of).ToList();
            var outcomes = Batch.Run(programs);
            for (var index = 0; index < programs.Count; index++)
            {
                figures.Add(programs[index], outcomes[index]);
                if (outcomes[index].Violations is [var violation, ..]) found.Add((seeds[index], programs[index], violation));
                if (outcomes[index].Problem is { } problem) say($"seed {seeds[index]} was not compared: {problem}");
            }
        }

        foreach (var (seed, program, violation) in found.OrderBy(item => found.Count(other => other.Violation.Kind == item.Violation.Kind)).Take(reductions))
        {
            var smaller = Reducer.Reduce(program, violation.Kind);
            say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {string.Join("; ", Batch.Run([smaller])[0].Violations)}\n{smaller.Source(0)}"));
        }

        figures.Violations.AddRange(found.Select(item => $"seed {item.Seed}: {item.Violation}"));
        return figures;
    }
}
