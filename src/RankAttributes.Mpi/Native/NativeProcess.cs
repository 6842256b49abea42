using System.Runtime.InteropServices;

namespace RankAttributes.Mpi.Native;

/// <summary>What the runtime cannot do to its own process.</summary>
internal static partial class NativeProcess
{
    /// <summary>
    /// Keeps the signals of UCX, a transport below MPICH, to those that .NET does not use: it would take over SIGSEGV, from which the runtime makes
    /// <see cref="NullReferenceException"/>. <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach native code.
    /// </summary>
    public static void KeepSegmentationFaults()
    {
        if (!OperatingSystem.IsWindows()) _ = SetVariable("UCX_ERROR_SIGNALS", "SIGILL,SIGFPE", 0);
    }

    /// <summary>Ends the process at once, from any thread, while another one waits inside MPI.</summary>
    public static void Exit(int code)
    {
        Console.Error.Flush();
        Console.Out.Flush();
        if (OperatingSystem.IsWindows()) _ = Terminate(-1, (uint)code);
        else ExitNow(code);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    /// <param name="process">-1 is this process.</param>
    /// <param name="code">The exit code.</param>
    [LibraryImport("kernel32", EntryPoint = "TerminateProcess")]
    private static partial int Terminate(nint process, uint code);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
