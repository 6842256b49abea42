using TorchSharp;

namespace RankAttributes.Mpi;

/// <summary>The processes that train together, seen from one of them. All of them must make the same calls in the same order.</summary>
public sealed class World : IDisposable
{
    private readonly Watchdog watchdog;

    internal World(Communicator communicator, DistributedOptions options)
    {
        (Communicator, Options) = (communicator, options);
        watchdog = new Watchdog(communicator.Rank, communicator.Size, options.Timeout);
        Rounds = new Rounds(communicator, watchdog);
    }

    /// <summary>The number of this process, from 0.</summary>
    public int Rank => Communicator.Rank;

    /// <summary>The number of processes.</summary>
    public int Size => Communicator.Size;

    /// <summary>Whether this is the process that saves, logs and writes pages: rank 0.</summary>
    public bool IsRoot => Rank == 0;

    /// <summary>The name and version of the MPI library, or why there is none.</summary>
    public string Library => Communicator.Library;

    internal Communicator Communicator { get; }

    internal DistributedOptions Options { get; }

    internal Rounds Rounds { get; }

    /// <summary>Makes every process's copy of a model equal to that of rank 0, and trains the copies as one model.</summary>
    /// <param name="model">The model, of the same layers on every process. It stays yours to dispose.</param>
    /// <exception cref="InvalidOperationException">The processes hold different models.</exception>
    public ParallelModel DataParallel(torch.nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ParallelModel(this, model);
    }

    /// <summary>Runs something on rank 0 while the others wait, however long it takes: saving, logging, a page.</summary>
    /// <param name="action">The work of rank 0. If it throws, all processes end.</param>
    public void OnRoot(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Rounds.Meet(Activity.Root);
        if (IsRoot) action();
        Rounds.Meet(Activity.Root, 1, isWatched: false);
    }

    /// <summary>Gives every process the bytes that rank 0 has: a checkpoint that lies on its disk alone.</summary>
    /// <param name="read">Reads the bytes; called on rank 0 alone. <see langword="null"/> from it is <see langword="null"/> everywhere.</param>
    public byte[]? FromRoot(Func<byte[]?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var own = IsRoot ? read() : null;
        var length = Rounds.Meet(Activity.Broadcast, value: own?.LongLength ?? -1, isWatched: false)[0];
        if (length < 0) return null;
        var data = own ?? new byte[length];
        Together("copying data from rank 0", () => Communicator.Broadcast(data));
        return data;
    }

    /// <summary>Waits until every process is here.</summary>
    public void Barrier() => Rounds.Meet(Activity.Barrier);

    /// <summary>Stops watching. MPI itself ends with <see cref="Distributed.Run(Action{World}, DistributedOptions?)"/>.</summary>
    public void Dispose() => watchdog.Dispose();

    /// <summary>Waits for other processes under the watchdog's eye.</summary>
    internal void Together(string doing, Action wait) => watchdog.Watch(doing, isWatched: true, () =>
    {
        wait();
        return 0;
    });
}
