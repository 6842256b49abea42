namespace RankAttributes.Tracking;

/// <summary>A place that snapshots go to.</summary>
/// <remarks>
/// A sink may throw what it likes: the tracker reports it to <see cref="TrackingOptions.OnProblem"/> and continues with the others. It is called
/// from the thread that takes the snapshots.
/// </remarks>
public interface ISnapshotSink : IDisposable
{
    /// <summary>Opens the place, once, when the tracker is made, and gives back what earlier runs left there.</summary>
    IReadOnlyList<BoundSnapshot> Open() => [];

    /// <summary>Takes a snapshot.</summary>
    /// <param name="snapshot">The new snapshot, the last of <paramref name="history"/>.</param>
    /// <param name="history">The whole run in the order of its steps, earlier runs that it continues included.</param>
    void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history);

    /// <summary>Takes the certificate at the end.</summary>
    /// <param name="certification">What is guaranteed.</param>
    /// <param name="history">The whole run.</param>
    void Write(Certification certification, IReadOnlyList<BoundSnapshot> history)
    {
    }
}
