namespace RankAttributes.Mpi.Tests;

/// <summary>Training on several processes gives the network that one process gives.</summary>
public sealed class EqualityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rankmpi").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [MpiTheory]
    [Launchers("--batch 64", 2, 1e-7)]
    [Launchers("--batch 64 --adam --double", 2, 1e-12)]
    [Launchers("--batch 33 --double", 2, 1e-12)]
    [Launchers("--batch 2 --double", 3, 1e-12)]
    [Launchers("--batch 64 --double --zero-sets-none", 2, 1e-12)]
    public void Several_processes_train_what_one_trains(string launcher, string options, int processes, double tolerance)
    {
        var alone = Weights(1, MpiRun.TrainAlone(null, [.. options.Split(' '), "--write", At("one")]), At("one"));
        var several = Weights(processes, MpiRun.Train(launcher, processes, [.. options.Split(' '), "--write", At("many")]), At("many"));

        Assert.All(several, weights => Assert.Equal(several[0], weights));
        Assert.InRange(alone[0].Zip(several[0], (a, b) => Math.Abs(a - b)).Max(), 0, tolerance);
    }

    [MpiTheory]
    [Launchers("--batch 64 --double", 2)]
    [Launchers("--batch 2 --double", 3)]
    public void Several_processes_measure_what_one_measures(string launcher, string options, int processes)
    {
        static string Measured(string output)
            => output.Split('\n').Select(line => line.Trim()).Single(line => line.Contains("measured ", StringComparison.Ordinal));

        Assert.EndsWith(
            Measured(MpiRun.TrainAlone(null, options.Split(' ')).Output), Measured(MpiRun.Train(launcher, processes, options.Split(' ')).Output),
                StringComparison.Ordinal);
    }

    [MpiTheory]
    [Launchers]
    public void Buffers_of_rank_0_are_everybodys(string launcher)
    {
        var several = Weights(2, MpiRun.Train(launcher, 2, "--normalize", "--write", At("many")), At("many"));

        Assert.Equal(several[0], several[1]);
    }

    [MpiTheory]
    [Launchers]
    public void A_training_goes_on_with_another_number_of_processes(string launcher)
    {
        string[] options = ["--double", "--batch", "33", "--steps", "6", "--checkpoint"];
        MpiRun.TrainAlone(null, [.. options, At("one.dat")]);
        Weights(1, MpiRun.TrainAlone(null, [.. options, At("one.dat"), "--write", At("one")]), At("one"));
        MpiRun.Train(launcher, 2, [.. options, At("many.dat")]);
        var resumed = Weights(3, MpiRun.Train(launcher, 3, [.. options, At("many.dat"), "--write", At("many")]), At("many"));

        var alone = Weights(1, (0, ""), At("one"));
        Assert.InRange(alone[0].Zip(resumed[2], (a, b) => Math.Abs(a - b)).Max(), 0, 1e-12);
    }

    private static double[][] Weights(int processes, (int ExitCode, string Output) run, string prefix)
    {
        Assert.True(run.ExitCode == 0, run.Output);
        return [.. Enumerable.Range(0, processes)
            .Select(rank => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(File.ReadAllBytes($"{prefix}.{rank}")).ToArray())];
    }

    private string At(string name) => Path.Combine(folder, name);
}
