namespace RankAttributes.Package.Tests;

/// <summary>A test that starts a program with Open MPI's mpirun, and is skipped where there is none.</summary>
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "mpirun.openmpi")))) Skip = "mpirun.openmpi is not installed (Debian: openmpi-bin).";
    }
}
