using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RankAttributes.Samples.Tests;

/// <summary>A sample as a user runs it: a process, its output and its exit code.</summary>
internal static partial class SampleProcess
{
    public static (int ExitCode, string Output, string Error) Run(string sample, string[] options, string culture = "en-US")
    {
        using var process = Start(sample, options, culture);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, WithoutNotices(error.Result));
    }

    /// <summary>
    /// What is left without the lines that libtorch's own log writes about the machine, as "NNPACK.cpp:56] Could not initialize NNPACK!"
    /// on a processor that NNPACK does not know. They say nothing about the sample. Its errors, "[E…" and "[F…", stay.
    /// </summary>
    public static string WithoutNotices(string error) => NoticeLines().Replace(error, "");

    /// <summary>A run of a few epochs ends above its rank budgets, which its tracker reports. Nothing else may be an error.</summary>
    public static void HoldsBudgetsOnly(string error) => Assert.All(
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        line => Assert.Matches("^RankAttributes: The run '[^']+' ends above its rank budget: ", line));

    public static Process Start(string sample, string[] options, string culture = "en-US")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, sample + ".dll"));
        foreach (var option in options) start.ArgumentList.Add(option);
        start.Environment["LANG"] = culture.Replace('-', '_') + ".UTF-8";
        start.Environment["LC_ALL"] = start.Environment["LANG"];
        // Tests run side by side, and the threads of two processes that wait for work by spinning take the cores from each other.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment.Remove("FASHION_MNIST_DIR");
        start.Environment.Remove("MNIST_DIR");
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"^\[[IW]\d{4} \d\d:\d\d:\d\d\.\d+ \S+:\d+\] .*(\n|\z)", RegexOptions.Multiline)]
    private static partial Regex NoticeLines();
}
