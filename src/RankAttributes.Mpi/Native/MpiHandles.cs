using System.Runtime.InteropServices;

namespace RankAttributes.Mpi.Native;

/// <summary>The predefined objects of one family, as arguments of its functions.</summary>
internal sealed record MpiHandles(nint World, nint Single, nint Double, nint Byte, nint Sum, nint ErrorsReturn, nint InPlace)
{
    /// <summary>Reads them off a loaded library.</summary>
    public static MpiHandles Read(nint library)
    {
        nint Export(string name) => NativeLibrary.GetExport(library, name);
        return NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world)
            ? new(world, Export("ompi_mpi_float"), Export("ompi_mpi_double"), Export("ompi_mpi_byte"), Export("ompi_mpi_op_sum"),
                Export("ompi_mpi_errors_return"), 1)

            // The integers of mpi.h, which MPICH and every library of its common ABI keep.
            : new(0x44000000, 0x4c00040a, 0x4c00080b, 0x4c00010d, 0x58000003, 0x54000001, -1);
    }
}
