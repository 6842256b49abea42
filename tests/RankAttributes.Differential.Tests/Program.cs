using System.Globalization;
using RankAttributes.Differential.Comparison;
using RankAttributes.Differential.Hostile;

namespace RankAttributes.Differential;

/// <summary>The tests' own program: what a test runs in a process of its own, and long runs by hand.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["fuzz", var first, var count, .. var rest]:
                var figures = Fuzzer.Run(
                    ulong.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), rest is [var reductions]
                        ? int.Parse(reductions, CultureInfo.InvariantCulture) : 3, Console.WriteLine);
                foreach (var violation in figures.Violations) Console.WriteLine(violation);
                foreach (var reason in figures.Reasons.Take(40)) Console.WriteLine(reason);
                Console.WriteLine(figures);
                return figures.Violations.Count == 0 ? 0 : 1;
            case ["print", var seed]:
                Console.WriteLine(Programs.RandomPrograms.Of(ulong.Parse(seed, CultureInfo.InvariantCulture)).Source(0));
                return 0;
            case ["mutants", var from, var number, .. var how]:
                var start = int.Parse(from, CultureInfo.InvariantCulture);
                var seeds = Enumerable.Range(start, int.Parse(number, CultureInfo.InvariantCulture));
                SurvivalProcess.Serve(seeds.Select(seed => (seed, HostileInput.Of(seed))), how);
                return 0;
            case ["rows", var from, var number, .. var how]:
                SurvivalProcess.Serve(
                    HostileRows.All.Select((row, index) => (index, row)).Skip(int.Parse(from, CultureInfo.InvariantCulture))
                        .Take(int.Parse(number, CultureInfo.InvariantCulture)), how);
                return 0;
            case ["survive", var from, var number]:
                var lowest = int.Parse(from, CultureInfo.InvariantCulture);
                var survivals = SurvivalProcess.Run("mutants", lowest, int.Parse(number, CultureInfo.InvariantCulture));
                foreach (var line in SurvivalFigures.Lines(survivals)) Console.WriteLine(line);
                return 0;
            case ["survive-rows"]:
                foreach (var (index, survival) in SurvivalProcess.Run("rows", 0, HostileRows.All.Count).OrderBy(pair => pair.Key)) Console.WriteLine(
                    $"{HostileRows.All[index].Name}: {survival}");
                return 0;
            case ["row", var name]:
                Console.WriteLine(Survival.Of(HostileRows.All.Single(row => row.Name == name)));
                return 0;
            case ["mutant", var seed]:
                Console.WriteLine(HostileInput.Of(int.Parse(seed, CultureInfo.InvariantCulture)).Source);
                return 0;
            default:
                return 2;
        }
    }
}
