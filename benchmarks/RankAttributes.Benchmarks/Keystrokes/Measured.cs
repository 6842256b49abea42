using System.Diagnostics;

namespace RankAttributes.Benchmarks.Keystrokes;

/// <summary>What one piece of work took.</summary>
/// <param name="Milliseconds">Wall time.</param>
/// <param name="Bytes">Bytes allocated by all threads.</param>
internal readonly record struct Measured(double Milliseconds, double Bytes)
{
    public static Measured Of(Action work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        work();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new Measured(elapsed.TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    /// <summary>The median of each, apart.</summary>
    public static Measured Median(IReadOnlyCollection<Measured> all)
        => new(Middle(all.Select(one => one.Milliseconds)), Middle(all.Select(one => one.Bytes)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
