using System.Diagnostics;
using System.Globalization;
using RankAttributes.Mpi.Native;

namespace RankAttributes.Mpi;

/// <summary>Ends this process when it has waited too long for the others: a process that was killed or stopped cannot say so.</summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>The exit code of a process that gave up waiting.</summary>
    public const int ExitCode = 86;

    private readonly int rank;
    private readonly TimeSpan timeout;
    private readonly Timer? timer;
    private Wait? current;

    public Watchdog(int rank, int size, TimeSpan timeout)
    {
        (this.rank, this.timeout) = (rank, timeout);
        if (size == 1 || timeout == Timeout.InfiniteTimeSpan) return;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 10, 20, 1000));
        timer = new Timer(_ => Look(), null, period, period);
    }

    /// <summary>Runs what waits for other processes.</summary>
    public T Watch<T>(string doing, bool isWatched, Func<T> wait)
    {
        Volatile.Write(ref current, isWatched ? new Wait(doing, Stopwatch.GetTimestamp()) : null);
        try
        {
            return wait();
        }
        finally
        {
            Volatile.Write(ref current, null);
        }
    }

    public void Dispose() => timer?.Dispose();

    private void Look()
    {
        if (Volatile.Read(ref current) is not { } wait || Stopwatch.GetElapsedTime(wait.Since) < timeout) return;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            rank {rank}: {wait.Doing} has waited {timeout.TotalSeconds:0.###} s for the other processes: one hangs, was stopped or is gone.
            rank {rank} ends itself with code {ExitCode}; continue from the last checkpoint. {nameof(DistributedOptions)}.{nameof(DistributedOptions.Timeout)} sets the time.
            """));
        NativeProcess.Exit(ExitCode);
    }

    private sealed record Wait(string Doing, long Since);
}
