using RankAttributes.Mpi.Native;

namespace RankAttributes.Mpi;

/// <summary>The processes of one run. All of them call each function with arguments of equal size; alone, every function leaves its data as it is.</summary>
internal sealed class Communicator
{
    private const int MaxChunk = 1 << 28;
    private readonly MpiFunctions? mpi;
    private int isComplete;

    private Communicator(MpiFunctions? mpi, string library)
    {
        (this.mpi, Library) = (mpi, library);
        if (mpi is not null) (Rank, Size) = (mpi.Rank(), mpi.Size());
    }

    public int Rank { get; }

    public int Size { get; } = 1;

    /// <summary>The name and version of the library, or why there is none.</summary>
    public string Library { get; }

    /// <summary>Starts MPI. Without a library and without a launcher this is a world of one.</summary>
    /// <exception cref="MpiException">A launcher asked for several processes, and they did not find each other.</exception>
    public static Communicator Start(Launcher launcher)
    {
        NativeProcess.KeepSegmentationFaults();
        var library = MpiLibrary.Load(launcher.Family);
        var communicator = library == 0 ? new Communicator(null, "no MPI library") : Start(library);
        launcher.Verify(communicator.Size, communicator.Library);
        return communicator;
    }

    /// <summary>Sums in place.</summary>
    /// <param name="data">The memory of float64 or float32 numbers.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="isDouble">Whether they are float64.</param>
    public void Sum(nint data, long count, bool isDouble)
    {
        if (mpi is null) return;
        var type = isDouble ? mpi.Handles.Double : mpi.Handles.Single;
        for (var at = 0L; at < count; at += MaxChunk) mpi.AllReduce(data + (nint)(at * (isDouble ? 8 : 4)), (int)Math.Min(count - at, MaxChunk), type);
    }

    /// <summary>Every process's values, in the order of ranks.</summary>
    public unsafe T[] Gather<T>(ReadOnlySpan<T> own)
        where T : unmanaged
    {
        var all = new T[own.Length * Size];
        if (mpi is null) own.CopyTo(all);
        else fixed (T* source = own, target = all) mpi.AllGather((nint)source, (nint)target, checked(own.Length * sizeof(T)));
        return all;
    }

    /// <summary>Every process's bytes at rank 0, in the order of ranks; nothing elsewhere.</summary>
    /// <param name="own">As many bytes on every process.</param>
    public unsafe byte[][] GatherAtRoot(byte[] own)
    {
        if (mpi is null) return [own];
        var all = new byte[Rank == 0 ? checked(own.Length * Size) : 0];
        fixed (byte* source = own, target = all) mpi.Gather((nint)source, (nint)target, own.Length);
        return Rank == 0 ? all.Chunk(own.Length).ToArray() : [];
    }

    /// <summary>Overwrites the data with that of rank 0.</summary>
    public unsafe void Broadcast(Span<byte> data)
    {
        if (mpi is null) return;
        fixed (byte* start = data)
        {
            for (var at = 0L; at < data.Length; at += MaxChunk) mpi.Broadcast((nint)(start + at), (int)Math.Min(data.Length - at, MaxChunk));
        }
    }

    /// <summary>Ends MPI; only the first call does.</summary>
    public void Complete()
    {
        if (Interlocked.Exchange(ref isComplete, 1) == 0) mpi?.Complete();
    }

    /// <summary>Ends every process of the run.</summary>
    public void Abort(int code)
    {
        Console.Error.Flush();
        Console.Out.Flush();
        if (Size > 1) mpi!.Abort(code);
        NativeProcess.Exit(code);
    }

    private static Communicator Start(nint library)
    {
        var mpi = new MpiFunctions(library);
        mpi.Initialize();
        return new Communicator(mpi, mpi.Version());
    }
}
