namespace Samples.Options;

/// <summary>What the process says to the shell.</summary>
public static class ExitCode
{
    public const int Success = 0;
    public const int BadOption = 2;
    public const int BadData = 3;

    /// <summary>The folder of the runs cannot be used: another process writes there, or it holds runs made otherwise.</summary>
    public const int BadFolder = 4;

    public const int Interrupted = 130;
}
