using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RankAttributes.Tracking;

namespace RankAttributes.Tests.Tracking.Sinks;

/// <summary>A training run in a process of its own, to be killed or to find the disk full: the test assembly run as a program.</summary>
internal static class TrainingProcess
{
    private const int FileSize = 1;
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["train", var log]:
                Train(log);
                return 0;
            case ["fill", var sink, var place]:
                Fill(sink == "lines" ? new JsonLinesSink(place) : new TensorBoardSink(place));
                return 0;
            default:
                return 2;
        }
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", typeof(TrainingProcess).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        return Process.Start(start)!;
    }

    /// <summary>Goes on where the log ends, and says each step after it was written.</summary>
    private static void Train(string log)
    {
        using var sink = new JsonLinesSink(log);
        var history = sink.Open();
        for (var step = history is [.., var last] ? last.Progress.Step + 1 : 0; ; step++)
        {
            sink.Write(Snapshots.At(step, layers: 60, spectrum: 65));
            Say(step.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Writes until its files may not grow any more, twice again, and once when they may.</summary>
    private static void Fill(ISnapshotSink sink)
    {
        using var ignored = PosixSignalRegistration.Create(FileSizeExceeded, context => context.Cancel = true);
        sink.Open();
        Limit(100_000);
        var step = 0;
        for (var failures = 0; failures < 3; step++)
        {
            try
            {
                sink.Write(Snapshots.At(step, layers: 20, spectrum: 65));
            }
            catch (IOException failure)
            {
                failures++;
                if (failures == 3) Say($"{step} {failure.Message}");
            }
        }

        Console.ReadLine();
        Limit(ulong.MaxValue);
        sink.Write(Snapshots.At(step, layers: 20, spectrum: 65));
        sink.Dispose();
        Say(step.ToString(CultureInfo.InvariantCulture));
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private static void Limit(ulong bytes)
    {
        var limit = new ResourceLimit { Soft = bytes, Hard = ulong.MaxValue };
        if (SetLimit(FileSize, in limit) != 0) throw new InvalidOperationException("setrlimit failed.");
    }

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in ResourceLimit limit);

    private struct ResourceLimit
    {
        public ulong Soft, Hard;
    }
}
