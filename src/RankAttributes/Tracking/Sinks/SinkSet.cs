namespace RankAttributes.Tracking.Sinks;

/// <summary>Sinks, of which none can stop the others or the training.</summary>
internal sealed class SinkSet(IReadOnlyList<ISnapshotSink> sinks, Action<string> tell) : IDisposable
{
    /// <summary>What the first sink that knows an earlier run has of it.</summary>
    public IReadOnlyList<BoundSnapshot> Open()
    {
        IReadOnlyList<BoundSnapshot> earlier = [];
        foreach (var sink in sinks)
        {
            Guarded(sink, () =>
            {
                var found = sink.Open();
                if (earlier.Count == 0) earlier = found;
            });
        }

        return earlier;
    }

    public void Write(BoundSnapshot snapshot, IReadOnlyList<BoundSnapshot> history)
    {
        foreach (var sink in sinks) Guarded(sink, () => sink.Write(snapshot, history));
    }

    public void Write(Certification certification, IReadOnlyList<BoundSnapshot> history)
    {
        foreach (var sink in sinks) Guarded(sink, () => sink.Write(certification, history));
    }

    public void Dispose()
    {
        foreach (var sink in sinks) Guarded(sink, sink.Dispose);
    }

    private void Guarded(ISnapshotSink sink, Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception)
        {
            tell($"{sink.GetType().Name}: {exception.Message}");
        }
    }
}
