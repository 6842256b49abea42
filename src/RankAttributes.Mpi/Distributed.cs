using System.Globalization;

namespace RankAttributes.Mpi;

/// <summary>Runs a training program on all processes that an MPI launcher started.</summary>
public static class Distributed
{
    /// <summary>The exit code of every process after one of them threw an exception.</summary>
    public const int FailureExitCode = 3;

    /// <summary>The exit code of every process after one of them left before the others were done.</summary>
    public const int DepartureExitCode = 4;

    private static readonly TimeSpan TimeBeforeAbort = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Starts MPI, runs the program and ends it together with the other processes. Without a launcher this is a world of one. If one process fails,
    /// all of them end with a code other than 0, and the message names the rank and the cause.
    /// </summary>
    /// <example><code>
    /// return Distributed.Run(world =&gt;
    /// {
    ///     using var model = new Mlp();
    ///     using var parallel = world.DataParallel(model);
    ///     …
    /// });
    /// </code></example>
    /// <param name="program">The program of every process.</param>
    /// <param name="options">How processes watch each other; <see langword="null"/> for the defaults.</param>
    /// <returns>0 if the program ran to its end.</returns>
    /// <exception cref="MpiException">The processes did not find each other.</exception>
    public static int Run(Action<World> program, DistributedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Run(
            world =>
            {
                program(world);
                return 0;
            },
            options);
    }

    /// <inheritdoc cref="Run(Action{World}, DistributedOptions?)"/>
    /// <returns>The program's result.</returns>
    public static int Run(Func<World, int> program, DistributedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var launcher = Launcher.Find();
        var communicator = Communicator.Start(launcher);
        using var world = new World(communicator, options ?? new DistributedOptions());
        if (communicator.Size == 1) return RunAlone(program, world, communicator);

        var isDone = false;
        AppDomain.CurrentDomain.UnhandledException += (_, thrown) =>
            Fail(communicator, (thrown.ExceptionObject as Exception)?.ToString() ?? "an unknown error", FailureExitCode);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (!isDone) Fail(communicator, "left the program before the other processes were done", DepartureExitCode);
        };
        try
        {
            var result = program(world);
            world.Rounds.Meet(Activity.End);
            isDone = true;
            communicator.Complete();
            return result;
        }
        catch (Exception exception)
        {
            isDone = true;
            Fail(communicator, exception.ToString(), FailureExitCode);
            return FailureExitCode;
        }
    }

    /// <summary>A world of one ends MPI as well: a launcher calls a process that does not a failure.</summary>
    private static int RunAlone(Func<World, int> program, World world, Communicator communicator)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => communicator.Complete();
        try
        {
            return program(world);
        }
        finally
        {
            communicator.Complete();
        }
    }

    private static void Fail(Communicator communicator, string cause, int code)
    {
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rank {communicator.Rank} of {communicator.Size}: {cause}"));

        // A launcher passes output on from a pipe, and an abort can end it before it has read the message.
        Console.Error.Flush();
        Thread.Sleep(TimeBeforeAbort);
        communicator.Abort(code);
    }
}
