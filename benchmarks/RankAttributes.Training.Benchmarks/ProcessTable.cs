using System.Diagnostics;
using System.Globalization;

namespace RankAttributes.Training.Benchmarks;

/// <summary>The penalty and the step against the number of MPI processes: processes of every count take turns in every round.</summary>
internal static class ProcessTable
{
    private const int Rounds = 3, RoundsOfAProcess = 3;

    public static int Write(int[] counts)
    {
        Console.WriteLine("\n8 weights of width × width and a head, batch 128, one thread a process\n");
        Console.WriteLine(
            "| width | method | processes | step, ms | penalty, ms | penalty, divided by | sum of gradients, ms |\n|--:|---|--:|--:|--:|--:|--:|");
        var measured = new List<ProcessMeasurement>();
        foreach (var width in new[] { 256, 512, 1024 })
        {
            foreach (var method in new[] { nameof(PenaltyMethod.Exact), nameof(PenaltyMethod.Auto) })
            {
                var best = counts.Select(_ => new[] { double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity }).ToArray();
                for (var round = 0; round < Rounds; round++)
                {
                    for (var index = 0; index < counts.Length; index++) best[index] = [.. best[index].Zip(Run(counts[index], width, method), Math.Min)];
                }

                for (var index = 0; index < counts.Length; index++)
                {
                    var (plain, whole, reducing) = (best[index][0], best[index][1], best[index][2]);
                    measured.Add(new ProcessMeasurement(width, method, counts[index], plain, whole - plain, reducing));
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {width} | {method} | {counts[index]} | {whole:F1} | {whole - plain:F1} | "
                        + $"{(best[0][1] - best[0][0]) / (whole - plain):F2} | {reducing:F2} |"));
                }
            }
        }

        if (counts is [1, 2]) ProcessModel.Fit(measured).Write();
        return 0;
    }

    private static double[] Run(int processes, int width, string method)
    {
        var start = new ProcessStartInfo("mpirun") { RedirectStandardOutput = true };
        string[] arguments = ["-n", $"{processes}", "--bind-to", "none", "dotnet", Environment.GetCommandLineArgs()[0], "process", $"{width}", method,
            $"{RoundsOfAProcess}"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["TERM"] = "dumb"; // Open MPI gives a process a terminal, and .NET would begin its output with control characters.
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. output.Trim().Split('\n')[^1].Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"mpirun -n {processes} exited with {process.ExitCode}. {output}");
    }
}
