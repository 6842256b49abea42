using System.Runtime.InteropServices;
using System.Text;

namespace RankAttributes.Mpi.Native;

/// <summary>The functions of MPI that data-parallel training needs. A handle is passed in a register, so one signature serves both families.</summary>
internal sealed unsafe class MpiFunctions
{
    private const int MaxErrorText = 1024;
    private const int MaxVersionText = 9000;
    private readonly nint library;
    private readonly delegate* unmanaged<nint, nint, int, nint, nint, nint, int> allReduce;
    private readonly delegate* unmanaged<nint, int, nint, nint, int, nint, nint, int> allGather;
    private readonly delegate* unmanaged<nint, int, nint, int, nint, int> broadcast;
    private readonly delegate* unmanaged<int, byte*, int*, int> errorText;

    public MpiFunctions(nint library)
    {
        this.library = library;
        Handles = MpiHandles.Read(library);
        allReduce = (delegate* unmanaged<nint, nint, int, nint, nint, nint, int>)Export("MPI_Allreduce");
        allGather = (delegate* unmanaged<nint, int, nint, nint, int, nint, nint, int>)Export("MPI_Allgather");
        broadcast = (delegate* unmanaged<nint, int, nint, int, nint, int>)Export("MPI_Bcast");
        errorText = (delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string");
    }

    public MpiHandles Handles { get; }

    /// <summary>Starts MPI for calls from the main thread and makes it return errors.</summary>
    public void Initialize()
    {
        const int Funneled = 1;
        int provided, initialized;
        Check(((delegate* unmanaged<int*, int>)Export("MPI_Initialized"))(&initialized));
        if (initialized == 0) Check(((delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread"))(null, null, Funneled, &provided));
        Check(((delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(Handles.World, Handles.ErrorsReturn));
    }

    public int Rank() => Number("MPI_Comm_rank");

    public int Size() => Number("MPI_Comm_size");

    /// <summary>The library's name and version, one line.</summary>
    public string Version()
    {
        var text = stackalloc byte[MaxVersionText];
        int length;
        Check(((delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version"))(text, &length));
        return Encoding.UTF8.GetString(text, length).Split('\n')[0].Trim('\0', ' ', '\t', '\r');
    }

    public void AllReduce(nint data, int count, nint type) => Check(allReduce(Handles.InPlace, data, count, type, Handles.Sum, Handles.World));

    public void AllGather(nint own, nint all, int bytes) => Check(allGather(own, bytes, Handles.Byte, all, bytes, Handles.Byte, Handles.World));

    /// <summary>Gathers at rank 0; the others may pass 0 for <paramref name="all"/>.</summary>
    public void Gather(nint own, nint all, int bytes)
        => Check(
            ((delegate* unmanaged<nint, int, nint, nint, int, nint, int, nint, int>)Export("MPI_Gather"))(
                own, bytes, Handles.Byte, all, bytes, Handles.Byte, 0, Handles.World));

    public void Broadcast(nint data, int bytes) => Check(broadcast(data, bytes, Handles.Byte, 0, Handles.World));

    public void Complete() => Check(((delegate* unmanaged<int>)Export("MPI_Finalize"))());

    public void Abort(int code) => ((delegate* unmanaged<nint, int, int>)Export("MPI_Abort"))(Handles.World, code);

    private nint Export(string name) => NativeLibrary.GetExport(library, name);

    private int Number(string name)
    {
        int number;
        Check(((delegate* unmanaged<nint, int*, int>)Export(name))(Handles.World, &number));
        return number;
    }

    private void Check(int code)
    {
        if (code == 0) return;
        var text = stackalloc byte[MaxErrorText];
        int length;
        _ = errorText(code, text, &length);
        throw new MpiException($"MPI reports: {Encoding.UTF8.GetString(text, length).Trim('\0')} (code {code}).");
    }
}
