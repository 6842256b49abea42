using RankAttributes.Differential.Comparison;
using Xunit.Abstractions;

namespace RankAttributes.Differential;

/// <summary>
/// Random constructors over all forms of statements, compiled, run, and held against what editor, hover and report say of them. A program
/// at fault is made as small as it can be and printed.
/// </summary>
public class DifferentialTests(ITestOutputHelper output)
{
    private const int Reductions = 3;

    [Fact]
    public void Every_weight_that_a_random_program_makes_is_read_exactly_or_under_a_named_unknown()
    {
        var faults = new List<string>();
        var figures = Fuzzer.Run((ulong)Runs.Seed, Runs.Programs, Reductions, faults.Add);
        output.WriteLine(figures.ToString());
        Assert.True(figures.Violations.Count == 0, string.Join('\n', [figures.ToString(), .. faults, .. figures.Violations]));

        // Soundness is not bought with unknowns, nor with programs that do not run.
        Assert.True(figures.Compared >= 0.95, figures.ToString());
        Assert.True(figures.ExactWhereKnown >= 0.9, figures.ToString());
    }
}
