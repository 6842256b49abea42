using RankAttributes.Differential.Hostile;
using Xunit.Abstractions;

namespace RankAttributes.Differential;

/// <summary>
/// Inputs that are made to hurt, in processes of their own on a small stack: nothing is thrown, nothing dies, nothing takes long, and the
/// class beside it is generated all the same.
/// </summary>
public class HostileTests(HostileTests.SurvivedRows rows, ITestOutputHelper output) : IClassFixture<HostileTests.SurvivedRows>
{
    private const int LongestText = 200_000;

    public static TheoryData<string> Names => [.. HostileRows.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_would_kill_or_stop_the_compiler_does_not(string name)
    {
        var survival = rows.Survived[HostileRows.All.TakeWhile(row => row.Name != name).Count()];
        var fault = SurvivalFigures.Fault(survival);
        Assert.True(fault is null, fault);
        Assert.True(survival.Generated <= LongestText, $"{survival.Generated} characters are generated.");
    }

    [Fact]
    public void Changed_sources_are_survived()
    {
        var survived = SurvivalProcess.Run("mutants", Runs.Seed, Runs.Mutants);
        var lines = SurvivalFigures.Lines(survived).ToList();
        output.WriteLine(lines[^1]);
        Assert.Equal(Runs.Mutants, survived.Count);
        Assert.True(lines.Count == 1, string.Join('\n', lines));
    }

    /// <summary>The rows, run once for all tests.</summary>
    public sealed class SurvivedRows
    {
        internal Dictionary<int, Survival> Survived { get; } = SurvivalProcess.Run("rows", 0, HostileRows.All.Count);
    }
}
