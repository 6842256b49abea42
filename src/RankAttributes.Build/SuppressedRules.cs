using RankAttributes.Build.Report;

namespace RankAttributes.Build;

/// <summary>The rules of this product that somebody chose not to see.</summary>
internal static class SuppressedRules
{
    private const long LongestLog = 16 * 1024 * 1024;

    /// <summary>All of them. The compiler's log does not know that a rule is off by <c>NoWarn</c>; it says only that it is off.</summary>
    public static IEnumerable<SuppressedDiagnostic> Of(string noWarn, string log, string projectFolder)
    {
        var byProperty = TurnedOff(noWarn).ToList();
        return [.. byProperty, .. InLog(log, projectFolder).Where(item => item.Message is not null || byProperty.All(other => other.Id != item.Id))];
    }

    /// <summary>Rules that <c>NoWarn</c> turns off for the whole project.</summary>
    private static IEnumerable<SuppressedDiagnostic> TurnedOff(string noWarn) => noWarn
        .Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Where(CompilerLog.IsRule)
        .Select(id => new SuppressedDiagnostic(id.ToUpperInvariant(), "NoWarn", null, default));

    /// <summary>Diagnostics that the compiler found and the source suppresses; none where there is no log or it cannot be read.</summary>
    private static IReadOnlyList<SuppressedDiagnostic> InLog(string path, string projectFolder)
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
