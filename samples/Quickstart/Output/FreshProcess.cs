using System.Diagnostics;
using System.Reflection;

namespace Quickstart.Output;

/// <summary>Starts this program once more, as a receiver of the model would: with the file and nothing else in memory.</summary>
internal static class FreshProcess
{
    /// <summary>Runs <c>load FILE</c> with the same options of data; its output goes where this program's does.</summary>
    public static int Load(string file, QuickstartOptions options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        foreach (var argument in new[] { "load", file, "--seed", FormattableString.Invariant($"{options.Seed}") }) start.ArgumentList.Add(argument);
        if (options.Generated) start.ArgumentList.Add("--generated");
        if (options.DataFolder is { } folder)
        {
            start.ArgumentList.Add("--data");
            start.ArgumentList.Add(folder);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
