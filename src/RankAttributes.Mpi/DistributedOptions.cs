namespace RankAttributes.Mpi;

/// <summary>How processes watch each other.</summary>
public sealed record DistributedOptions
{
    private readonly TimeSpan timeout = TimeSpan.FromMinutes(10);
    private readonly int comparisonInterval = 100;

    /// <summary>
    /// How long a process waits for the others before it ends itself, 10 minutes by default. It does not count while rank 0 works in
    /// <see cref="World.OnRoot"/>. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits forever.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero or negative.</exception>
    public TimeSpan Timeout
    {
        get => timeout;
        init => timeout = value > TimeSpan.Zero || value == System.Threading.Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The timeout must be positive.");
    }

    /// <summary>The number of steps between two comparisons of the processes' weights, 100 by default; 0 never compares them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int ComparisonInterval
    {
        get => comparisonInterval;
        init => comparisonInterval = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The interval must be 0 or more steps.");
    }
}
