using System.Diagnostics;
using System.Globalization;
using RankAttributes.Roslyn.Generation;

namespace RankAttributes.Benchmarks.Keystrokes;

/// <summary>A whole compile by the SDK's compiler, in a process of its own, with the analyzers and without, in turn.</summary>
internal static class CompileTable
{
    private const int Rounds = 5;

    public static void Write(int classes)
    {
        var folder = Directory.CreateTempSubdirectory("compile").FullName;
        try
        {
            var arguments = Arguments(folder, classes);
            var (with, without) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                without.Add(Taken([.. arguments, "/skipanalyzers+"]));
                with.Add(Taken([.. arguments, "/skipanalyzers-"]));
            }

            // The least, for whatever else the machine does only adds.
            var (full, bare) = (with.Min(), without.Min());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {classes} | {bare:0.00} s | {full:0.00} s | {full / bare - 1:+0.0%;-0.0%} |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Arguments(string folder, int classes)
    {
        var response = new List<string> { "/nologo", "/target:library", "/nullable:enable", "/langversion:12", "/deterministic+",
            $"/out:{Path.Combine(folder, "Compiled.dll")}" };
        var shared = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        response.AddRange(Directory.GetFiles(shared, "System*.dll")
            .Concat([Path.Combine(shared, "netstandard.dll"), Path.Combine(shared, "Microsoft.CSharp.dll")]).Where(IsManaged)
            .Select(path => $"/reference:{path}"));
        response.AddRange(Subjects.Product.Library.Select(path => $"/reference:{path}"));
        var tools = Path.GetDirectoryName(typeof(RankGenerator).Assembly.Location)!;
        response.AddRange(new[] { "Roslyn", "Declarations", "Bounds" }.Select(part => $"/analyzer:{Path.Combine(tools, $"RankAttributes.{part}.dll")}"));
        for (var index = 0; index < classes; index++)
        {
            var path = Path.Combine(folder, $"Class{index}.cs");
            File.WriteAllText(path, Subjects.Model(index));
            response.Add(path);
        }

        var file = Path.Combine(folder, "compile.rsp");
        File.WriteAllLines(file, response.Select(line => $"\"{line}\""));
        return [Path.Combine(Sdk(), "Roslyn", "bincore", "csc.dll"), "/noconfig", "/nostdlib+", "@" + file];
    }

    private static bool IsManaged(string path) => !Path.GetFileName(path).Contains("Native", StringComparison.Ordinal);

    /// <summary>The newest SDK beside the runtime that this runs on.</summary>
    private static string Sdk()
    {
        var sdks = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "sdk"));
        return Directory.GetDirectories(sdks).OrderBy(Path.GetFileName, StringComparer.Ordinal).Last();
    }

    /// <summary>Processor seconds of a compile; wall time where the system does not say.</summary>
    private static double Taken(IEnumerable<string> arguments)
    {
        var (before, start) = (OfChildren(), Stopwatch.GetTimestamp());
        Run(arguments);
        return OfChildren() is { } after ? after - before!.Value : Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Processor time, user and system, of all processes started from here that have ended: in hundredths of a second.</summary>
    private static double? OfChildren()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var fields = File.ReadAllText("/proc/self/stat");
        var behindName = fields[(fields.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(behindName[13], CultureInfo.InvariantCulture) + double.Parse(behindName[14], CultureInfo.InvariantCulture)) / 100;
    }

    private static void Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(output[..Math.Min(output.Length, 2000)]);
    }
}
