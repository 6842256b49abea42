namespace RankAttributes.Differential.Hostile;

/// <summary>Looks again and again how large the heap is.</summary>
internal sealed class HeapWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly long start = GC.GetTotalMemory(forceFullCollection: false);
    private readonly Timer timer;
    private long most;

    public HeapWatch() => timer = new Timer(_ => Look(), null, Pause, Pause);

    /// <summary>By how many bytes it was larger than at the start, at most.</summary>
    public long Growth
    {
        get
        {
            Look();
            return Math.Max(0, most - start);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Look() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
}
