using System.Diagnostics;

namespace RankAttributes.Mpi.Tests;

/// <summary>Programs under the launchers of this system.</summary>
internal static class MpiRun
{
    /// <summary>The launchers that are installed: both families, one, or none.</summary>
    public static IReadOnlyList<string> Launchers { get; } = [.. new[] { "mpirun.openmpi", "mpirun.mpich" }.Where(IsInstalled)];

    /// <summary>Runs the trainer on several processes.</summary>
    public static (int ExitCode, string Output) Train(string launcher, int processes, params string[] options)
        => Train(launcher, processes, options, []);

    /// <summary>Runs the trainer on several processes with variables of their own.</summary>
    public static (int ExitCode, string Output) Train(string launcher, int processes, string[] options, params (string Name, string Value)[] environment)
        => Start(
            launcher, [.. Placement(launcher), "-n", $"{processes}", "dotnet", Trainer, .. options],
                environment.ToDictionary(item => item.Name, item => item.Value));

    /// <summary>Runs the trainer without a launcher.</summary>
    public static (int ExitCode, string Output) TrainAlone(IReadOnlyDictionary<string, string>? environment, params string[] options)
        => Start("dotnet", [Trainer, .. options], environment);

    private static string Trainer => Path.Combine(AppContext.BaseDirectory, "RankAttributes.Mpi.Trainer.dll");

    private static string[] Placement(string launcher) => launcher == "mpirun.openmpi" ? ["--bind-to", "none", "--oversubscribe"] : [];

    private static bool IsInstalled(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    private static (int ExitCode, string Output) Start(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        // Processes that outnumber the cores must not spin while they wait.
        start.Environment["OMPI_MCA_mpi_yield_when_idle"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
