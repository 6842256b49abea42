namespace RankAttributes.Mpi.Tests;

/// <summary>Whatever happens to one process, all of them end, with a code other than 0 and a message that names the rank and the cause.</summary>
public sealed class FaultTests
{
    [MpiTheory]
    [Launchers("throw", "rank 1 of 2: System.InvalidOperationException: the disk of this rank is full")]
    [Launchers("exit", "rank 1 of 2: left the program before the other processes were done")]
    [Launchers("skip", "The processes are out of step: rank ")]
    [Launchers("differ", "The weights of rank 1 differ from those of rank 0 before step")]
    public void A_fault_ends_all_processes(string launcher, string fault, string message)
    {
        var (exitCode, output) = MpiRun.Train(launcher, 2, "--fault", fault);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [MpiTheory]
    [Launchers("kill")]
    [Launchers("stop")]
    public void A_process_that_is_gone_is_not_waited_for_forever(string launcher, string fault)
        => Assert.NotEqual(0, MpiRun.Train(launcher, 2, "--fault", fault, "--timeout", "3").ExitCode);

    [MpiTheory]
    [Launchers]
    public void A_stopped_process_is_named_by_those_that_wait(string launcher)
        => Assert.Contains(
            "has waited 3 s for the other processes: one hangs, was stopped or is gone", MpiRun.Train(launcher, 2, "--fault", "stop", "--timeout", "3").Output,
                StringComparison.Ordinal);

    [MpiTheory]
    [Launchers]
    public void A_world_of_one_ends_as_its_launcher_expects(string launcher)
    {
        var (exitCode, output) = MpiRun.Train(launcher, 1, "--steps", "1");

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("finalize", output, StringComparison.OrdinalIgnoreCase);
    }

    [MpiTheory]
    [Launchers]
    public void A_null_reference_is_still_an_exception(string launcher)
    {
        var (exitCode, output) = MpiRun.Train(launcher, 2, "--fault", "null");

        Assert.True(exitCode == 0, output);
        Assert.Contains("a null reference was caught", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launcher_that_started_several_worlds_of_one_is_refused()
    {
        var (exitCode, output) = MpiRun.TrainAlone(new Dictionary<string, string> { ["SLURM_NTASKS"] = "4" }, "--steps", "1");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("The launcher asked for 4 processes (SLURM_NTASKS=4)", output, StringComparison.Ordinal);
        Assert.Contains("a world of 1", output, StringComparison.Ordinal);
    }

    [MpiTheory]
    [Launchers]
    public void The_other_familys_library_is_refused(string launcher)
    {
        if (MpiRun.Launchers.Count < 2) return;
        var other = launcher == "mpirun.openmpi" ? "libmpich.so.12" : "libmpi.so.40";
        var (exitCode, output) = MpiRun.Train(launcher, 2, [], ("RANKATTRIBUTES_MPI", other));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("The launcher asked for 2 processes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_is_named()
    {
        var (exitCode, output) = MpiRun.TrainAlone(new Dictionary<string, string> { ["RANKATTRIBUTES_MPI"] = "libnothing.so" }, "--steps", "1");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("RANKATTRIBUTES_MPI names 'libnothing.so', which cannot be loaded", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_library_one_process_trains_alone()
        => Assert.Equal(0, MpiRun.TrainAlone(new Dictionary<string, string> { ["RANKATTRIBUTES_MPI"] = "none" }, "--steps", "2").ExitCode);
}
