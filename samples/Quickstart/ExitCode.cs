namespace Quickstart;

/// <summary>What the process says to the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int BadOption = 2;
    public const int BadData = 3;
    public const int Interrupted = 130;
}
