using System.Diagnostics;
using System.Globalization;

namespace RankAttributes.Benchmarks.Keystrokes;

/// <summary>
/// Time and bytes of a keystroke, for all subjects in turn within each round, so that whatever else the machine does falls on all of them.
/// </summary>
internal static class KeystrokeTable
{
    private const int Warming = 3;
    private const int Rounds = 9;
    private const int ColdRounds = 3;

    public static async Task Write(IReadOnlyList<Subject> subjects, IEnumerable<int> sizes)
    {
        // Everything is compiled and loaded before a keystroke is measured.
        foreach (var subject in subjects) await Warm(new OpenProject(subject, 20));
        foreach (var classes in sizes)
        {
            var open = subjects.Select(subject => new OpenProject(subject, classes)).ToList();
            var cold = await InTurn(open, ColdRounds, (project, _) => Task.FromResult((Cold(project.Subject, classes), default(Measured))));
            Row(classes, "cold", open, cold);
            foreach (var project in open) project.Open();
            foreach (var kind in subjects[0].Edits)
            {
                await InTurn(open, Warming, (project, round) => project.Type(kind, 500 + round));
                Row(classes, kind, open, await InTurn(open, Rounds, (project, round) => project.Type(kind, round)));
            }
        }
    }

    /// <summary>The first run in a process of its own, with everything yet to be compiled and loaded: what it says of itself.</summary>
    private static Measured Cold(Subject subject, int classes)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in new[] { "cold", subject.Name, classes.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd().Split();
        process.WaitForExit();
        return new Measured(double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }

    public static void WriteCold(string name, int classes)
    {
        var measured = new OpenProject(Subjects.All.Concat(Subjects.Created).Single(subject => subject.Name == name), classes).Open();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured.Milliseconds} {measured.Bytes}"));
    }

    private static async Task Warm(OpenProject project)
    {
        project.Open();
        for (var round = 0; round < 10; round++)
        {
            foreach (var kind in project.Subject.Edits) await project.Type(kind, round);
        }
    }

    private static async Task<List<List<(Measured Generators, Measured Analyzers)>>> InTurn(
        List<OpenProject> open, int rounds, Func<OpenProject, int, Task<(Measured, Measured)>> work)
    {
        var measured = open.Select(_ => new List<(Measured, Measured)>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < open.Count; index++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                measured[index].Add(await work(open[index], round));
            }
        }

        return measured;
    }

    private static void Row(int classes, string what, List<OpenProject> open, List<List<(Measured Generators, Measured Analyzers)>> measured)
    {
        var floor = Measured.Median([.. measured[0].Select(one => one.Generators)]);
        for (var index = 0; index < open.Count; index++)
        {
            var generators = Measured.Median([.. measured[index].Select(one => one.Generators)]);
            var analyzers = Measured.Median([.. measured[index].Select(one => one.Analyzers)]);
            var added = analyzers.Milliseconds > 0 ? $"{Time(analyzers)} | {Size(analyzers)}" : "– | –";
            Console.WriteLine(
                $"| {classes} | {what} | {open[index].Subject.Name} | {Time(generators)} | {Ratio(generators.Milliseconds / floor.Milliseconds)} | "
                + $"{Size(generators)} | {Ratio(generators.Bytes / floor.Bytes)} | {added} |");
        }
    }

    private static string Time(Measured measured) => measured.Milliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";

    private static string Size(Measured measured) => (measured.Bytes / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " MB";

    private static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}
