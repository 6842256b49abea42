namespace RankAttributes.Mpi.Tests;

/// <summary>A test that runs under each launcher that is installed, and is skipped where there is none.</summary>
internal sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute()
    {
        if (MpiRun.Launchers.Count == 0) Skip = "Neither mpirun.openmpi nor mpirun.mpich is installed (Debian: openmpi-bin, mpich).";
    }
}
