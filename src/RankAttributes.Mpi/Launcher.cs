using System.Globalization;
using RankAttributes.Mpi.Native;

namespace RankAttributes.Mpi;

/// <summary>What started this process, as its environment tells.</summary>
/// <param name="Variable">The variable that says how many processes there are; <see langword="null"/> where no launcher is known.</param>
/// <param name="Processes">The number of processes that were asked for.</param>
/// <param name="Family">The launcher's family; <see langword="null"/> for one that starts both.</param>
internal sealed record Launcher(string? Variable, int Processes, MpiFamily? Family)
{
    private static readonly (string Variable, MpiFamily? Family)[] Known =
    [
        ("OMPI_COMM_WORLD_SIZE", MpiFamily.OpenMpi),
        ("PMI_SIZE", MpiFamily.Mpich),
        ("MV2_COMM_WORLD_SIZE", MpiFamily.Mpich),
        ("SLURM_STEP_NUM_TASKS", null),
        ("SLURM_NTASKS", null),
    ];

    /// <summary>The launcher of this process.</summary>
    public static Launcher Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>The launcher that an environment names.</summary>
    public static Launcher Find(Func<string, string?> environment)
    {
        foreach (var (variable, family) in Known)
        {
            if (int.TryParse(environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var processes))
                return new(variable, processes, family);
        }

        return new(null, 1, null);
    }

    /// <summary>Fails where the world that MPI formed is not the one that the launcher was asked for.</summary>
    /// <exception cref="MpiException">The sizes differ.</exception>
    public void Verify(int size, string library)
    {
        if (Variable is null || Processes == size) return;
        throw new MpiException(string.Create(CultureInfo.InvariantCulture, $"""
            The launcher asked for {Processes} processes ({Variable}={Processes}), but {library} formed a world of {size}: each process would train alone.
            The launcher and the library must be of one family: use mpirun of the library that is loaded, name the launcher's library in {MpiLibrary.Variable},
            and under Slurm start the program with srun --mpi=pmix (Open MPI) or --mpi=pmi2 (MPICH). To run alone, set {MpiLibrary.Variable}=none and unset {Variable}.
            """));
    }
}
