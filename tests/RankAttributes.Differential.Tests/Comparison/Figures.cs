using System.Globalization;
using RankAttributes.Differential.Programs;

namespace RankAttributes.Differential.Comparison;

/// <summary>The counts of a run.</summary>
internal sealed class Figures
{
    private int compared;
    private int thrown;
    private int uncompiled;
    private int live;
    private int exact;
    private int knownLive;
    private int knownExact;

    private readonly Dictionary<string, int> reasons = new(StringComparer.Ordinal);

    public List<string> Violations { get; } = [];

    /// <summary>The share of programs that could be compared.</summary>
    public double Compared => (double)compared / Math.Max(1, compared + thrown + uncompiled);

    /// <summary>The share of live weights that are read exactly where every value is known.</summary>
    public double ExactWhereKnown => (double)knownExact / Math.Max(1, knownLive);

    public void Add(ModelProgram program, Outcome outcome)
    {
        if (outcome.Problem is { } problem)
        {
            if (problem.StartsWith("it throws", StringComparison.Ordinal)) thrown++;
            else uncompiled++;
            return;
        }

        compared++;
        live += outcome.Live;
        exact += outcome.Exact;
        if (!program.IsKnown) return;
        knownLive += outcome.Live;
        knownExact += outcome.Exact;
        foreach (var reason in outcome.Reasons.Distinct(StringComparer.Ordinal)) reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
    }

    /// <summary>Why weights of programs whose every value is known are not read, most frequent first, with the number of programs.</summary>
    public IEnumerable<string> Reasons => reasons.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} × {pair.Key}");

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{compared} programs compared, {thrown} threw, {uncompiled} did not compile; {exact} of {live} weights read exactly, {ExactWhereKnown:P1} "
        + $"where every value is known; {Violations.Count} programs with a violation");
}
