namespace RankAttributes.Mpi.Native;

/// <summary>The two binary interfaces of MPI. They differ in the type of a handle and in every constant.</summary>
internal enum MpiFamily
{
    /// <summary>Handles are addresses of objects that the library exports.</summary>
    OpenMpi,

    /// <summary>Handles are 32-bit integers: MPICH, Intel MPI, MVAPICH, Cray MPICH and Microsoft MPI.</summary>
    Mpich,
}
