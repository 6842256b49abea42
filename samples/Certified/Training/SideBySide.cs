using System.Diagnostics;
using Samples.Data;

namespace Certified.Training;

/// <summary>Trains datasets at the same time, each in a process of its own, because all trainings of a process share one stream of random numbers.</summary>
internal static class SideBySide
{
    /// <param name="sources">What is trained.</param>
    /// <param name="say">Receives the lines of progress of all processes.</param>
    /// <param name="cancellation">Ends the processes. What they finished is kept.</param>
    /// <exception cref="DatasetException">A process failed; it said why.</exception>
    public static void Train(IReadOnlyList<Source> sources, Action<string> say, CancellationToken cancellation)
    {
        var processes = sources.Select(source => (Source: source, Process: Started(source))).ToList();
        try
        {
            using var ending = cancellation.Register(() => processes.ForEach(item => item.Process.Kill(entireProcessTree: true)));
            Task.WaitAll([.. processes.Select(item => Task.Run(() => Follow(item.Source, item.Process, say), CancellationToken.None))], CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            foreach (var (source, process) in processes)
            {
                if (process.ExitCode != 0) throw new DatasetException($"The training of {source.Title} ended with exit code {process.ExitCode}.");
            }
        }
        finally
        {
            foreach (var (_, process) in processes) process.Dispose();
        }
    }

    private static void Follow(Source source, Process process, Action<string> say)
    {
        var run = source.Title;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            // What is said of finished runs is said again, together, at the end.
            if (line.StartsWith($"{source.Title}, ", StringComparison.Ordinal)) run = line.Split(':')[0];
            else if (line.StartsWith("  epoch", StringComparison.Ordinal)) say($"{run,-24}{line}");
        }

        process.WaitForExit();
    }

    /// <summary>This command once more, with one of its datasets.</summary>
    private static Process Started(Source source)
    {
        var command = Environment.GetCommandLineArgs();
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(command[0]);
        foreach (var argument in Without("--datasets", command[1..])) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--datasets");
        start.ArgumentList.Add(source.Name);
        return Process.Start(start)!;
    }

    private static IEnumerable<string> Without(string option, string[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == option) index++;
            else if (!arguments[index].StartsWith(option + "=", StringComparison.Ordinal)) yield return arguments[index];
        }
    }
}
