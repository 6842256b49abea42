using System.Diagnostics;
using System.Globalization;

namespace RankAttributes.Differential.Hostile;

/// <summary>Runs inputs in a process of their own, which may die or hang, and says for each what came of it.</summary>
internal static class SurvivalProcess
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>The other side: runs the inputs and writes a line before and after each.</summary>
    public static void Serve(IEnumerable<(int Number, HostileInput Input)> inputs)
    {
        // Once for the compilation of the product's own code.
        Survival.Of(new HostileInput("warm-up", Programs.RandomPrograms.Of(1).Source(0)));
        foreach (var (number, input) in inputs)
        {
            Say($"begin {number}");
            var survival = Survival.Of(input);
            Say(string.Create(
                CultureInfo.InvariantCulture, $"end {number} {survival.Milliseconds:F0} {survival.Megabytes:F1} {survival.Generated} {survival.Failure}"));
        }
    }

    /// <summary>What came of inputs <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1; a new process goes on behind one that
    /// died.</summary>
    public static Dictionary<int, Survival> Run(string mode, int first, int count)
    {
        var survived = new Dictionary<int, Survival>();
        for (var next = first; next < first + count;)
        {
            var start = new ProcessStartInfo(
                "dotnet",
                    ["exec", typeof(SurvivalProcess).Assembly.Location, mode, next.ToString(CultureInfo.InvariantCulture), (first + count - next)
                        .ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            // What is garbage is collected soon, so that the size of the heap says what is held.
            start.Environment["DOTNET_GCgen0size"] = "0x2000000";
            // The compiler binds for analyzers on threads of the pool, whose stacks a system may make too small for the compiler itself.
            start.Environment["DOTNET_Thread_DefaultStackSize"] = "0x1000000";
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var begun = Read(process, survived);
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            if (begun is null && survived.Count == 0 && process.ExitCode != 0)
                throw new InvalidOperationException($"The process of {mode} ended with {process.ExitCode} before its first input.");
            if (begun is null) break;
            survived[begun.Value] = new Survival(0, 0, 0, "the process died or hung");
            next = begun.Value + 1;
        }

        return survived;
    }

    /// <summary>Reads to the end; the input that was begun and did not end, if any.</summary>
    private static int? Read(Process process, Dictionary<int, Survival> survived)
    {
        int? begun = null;
        while (true)
        {
            var line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(Hang) || line.Result is not { } text) return begun;
            var words = text.Split(' ', 6);
            if (words is ["begin", var number]) begun = int.Parse(number, CultureInfo.InvariantCulture);
            else if (words is ["end", var ended, var time, var memory, var generated, var failure])
            {
                survived[int.Parse(ended, CultureInfo.InvariantCulture)] = new Survival(
                    double.Parse(time, CultureInfo.InvariantCulture), double.Parse(memory, CultureInfo.InvariantCulture),
                        int.Parse(generated, CultureInfo.InvariantCulture), failure);
                begun = null;
            }
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
