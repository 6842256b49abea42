using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RankAttributes.Differential.Hostile;

/// <summary>Runs inputs in a process of their own, which may die or hang, and says for each what came of it.</summary>
internal static class SurvivalProcess
{
    /// <summary>Processor time without a word after which a process hangs; others may use the machine too.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>The same for a process that waits.</summary>
    private static readonly TimeSpan Deadlock = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Burial = TimeSpan.FromSeconds(30);

    private const int LongestComplaint = 2_000;

    /// <summary>After which the other side compiles each input by itself first, and says when that is done.</summary>
    private const string Beside = "beside";

    /// <summary>The other side: runs the inputs and writes a line before and after each.</summary>
    public static void Serve(IEnumerable<(int Number, HostileInput Input)> inputs, IReadOnlyList<string> how)
    {
        // Once for the compilation of the product's own code.
        Survival.Of(new HostileInput("warm-up", Programs.RandomPrograms.Of(1).Source(0)));
        foreach (var (number, input) in inputs)
        {
            Say($"begin {number}");
            var survival = how is [Beside] ? Survival.Beside(input, () => Say($"compiled {number}")) : Survival.Of(input);
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"end {number} {survival.Milliseconds:F0} {survival.Megabytes:F1} {survival.Generated} {survival.CompilerMilliseconds:F0} {survival.Failure}"));
        }
    }

    /// <summary>What came of <paramref name="count"/> inputs from <paramref name="first"/> on; a new process goes on behind one that died.</summary>
    public static Dictionary<int, Survival> Run(string mode, int first, int count) => Run(mode, first, count, []);

    private static Dictionary<int, Survival> Run(string mode, int first, int count, IReadOnlyList<string> how)
    {
        var survived = new Dictionary<int, Survival>();
        for (var next = first; next < first + count;)
        {
            var start = new ProcessStartInfo(
                "dotnet",
                [
                    "exec", typeof(SurvivalProcess).Assembly.Location, mode, next.ToString(CultureInfo.InvariantCulture),
                    (first + count - next).ToString(CultureInfo.InvariantCulture), .. how,
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            // What is garbage is collected soon, so that the size of the heap says what is held.
            start.Environment["DOTNET_GCgen0size"] = "0x2000000";
            // The compiler binds for analyzers on threads of the pool, whose stacks a system may make too small for the compiler itself.
            start.Environment["DOTNET_Thread_DefaultStackSize"] = "0x1000000";
            using var process = Process.Start(start)!;
            // The head of a stack that overflowed says whose it was; the rest may be of many megabytes.
            var complaint = new StringBuilder();
            process.ErrorDataReceived += (_, line) =>
            {
                if (complaint.Length < LongestComplaint) complaint.Append(line.Data).Append(" | ");
            };
            process.BeginErrorReadLine();
            var (begun, isCompiled) = Read(process, survived);
            // A process whose output has ended is about to die, and may still write its stack.
            var hung = begun is not null && !process.WaitForExit(Burial);
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            if (begun is null && survived.Count == 0 && process.ExitCode != 0)
                throw new InvalidOperationException($"The process of {mode} ended with {process.ExitCode} before its first input.");
            if (begun is null) break;
            next = begun.Value + 1;
            if (how is [])
            {
                // Once more, to see whether the compiler dies of it by itself.
                foreach (var pair in Run(mode, begun.Value, 1, [Beside])) survived[pair.Key] = pair.Value with { IsSecond = true };
                continue;
            }

            var failure = !isCompiled ? "" : hung ? "the process hung" : $"the process died with {process.ExitCode}: {complaint}";
            survived[begun.Value] = new Survival(0, 0, 0, 0, failure) { IsCompilers = !isCompiled };
        }

        return survived;
    }

    /// <summary>Reads to the end; the input that was begun and did not end, if any, and whether the compiler had done its part.</summary>
    private static (int? Begun, bool IsCompiled) Read(Process process, Dictionary<int, Survival> survived)
    {
        var (begun, isCompiled) = (default(int?), false);
        while (true)
        {
            if (NextLine(process) is not { } text) return (begun, isCompiled);
            var words = text.Split(' ', 7);
            if (words is ["begin", var number]) (begun, isCompiled) = (int.Parse(number, CultureInfo.InvariantCulture), false);
            else if (words is ["compiled", _]) isCompiled = true;
            else if (words is ["end", var ended, var time, var memory, var generated, var compiler, var failure])
            {
                survived[int.Parse(ended, CultureInfo.InvariantCulture)] = new Survival(
                    double.Parse(time, CultureInfo.InvariantCulture),
                    double.Parse(memory, CultureInfo.InvariantCulture),
                    int.Parse(generated, CultureInfo.InvariantCulture),
                    double.Parse(compiler, CultureInfo.InvariantCulture),
                    failure);
                begun = null;
            }
        }
    }

    /// <summary><see langword="null"/> at the end of the output, and where the process hangs.</summary>
    private static string? NextLine(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        var waiting = Stopwatch.StartNew();
        var used = Used(process);
        while (!line.Wait(Look))
        {
            if (Used(process) - used > Hang || waiting.Elapsed > Deadlock) return null;
        }

        return line.Result;
    }

    private static TimeSpan Used(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
            return TimeSpan.Zero;
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
