using RankAttributes.Reporting;

namespace RankAttributes.Build;

/// <summary>The rules of this product that somebody chose not to see.</summary>
internal static class SuppressedRules
{
    private const long LongestLog = 64 * 1024 * 1024;

    /// <summary>Rules that <c>NoWarn</c> turns off for the whole project.</summary>
    public static IEnumerable<SuppressedDiagnostic> TurnedOff(string noWarn) => noWarn
        .Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Where(CompilerLog.IsRule)
        .Select(id => new SuppressedDiagnostic(id.ToUpperInvariant(), "NoWarn", null, default));

    /// <summary>Diagnostics that the compiler found and the source suppresses; none where there is no log or it cannot be read.</summary>
    public static IReadOnlyList<SuppressedDiagnostic> InLog(string path, string projectFolder)
    {
        try
        {
            return path.Length > 0 && new FileInfo(path) is { Exists: true, Length: <= LongestLog } ? CompilerLog.Suppressed(File.ReadAllText(path), projectFolder) : [];
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            // The log belongs to the compiler; a report without this table is better than none.
            return [];
        }
    }
}
