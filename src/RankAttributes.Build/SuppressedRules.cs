using RankAttributes.Build.Report;

namespace RankAttributes.Build;

/// <summary>The rules of this product that somebody chose not to see.</summary>
internal static class SuppressedRules
{
    private const int MaxLogBytes = 16 * 1024 * 1024;

    /// <summary>All of them. The compiler's log does not know that a rule is off by <c>NoWarn</c>; it says only that it is off.</summary>
    /// <param name="noWarn">The rules that the project turns off.</param>
    /// <param name="log">The path of the compiler's log; empty for none.</param>
    /// <param name="isNothing">Whether there is no log because nothing else can suppress a rule.</param>
    /// <param name="projectFolder">The folder to which places are made relative.</param>
    public static Suppressions Of(string noWarn, string log, bool isNothing, string projectFolder)
    {
        var byProperty = TurnedOff(noWarn).ToList();
        var inLog = isNothing ? new Suppressions([], null) : InLog(log, projectFolder);
        return inLog with { Items = [.. byProperty, .. inLog.Items.Where(item => item.Message is not null || byProperty.All(other => other.Id != item.Id))] };
    }

    /// <summary>Rules that <c>NoWarn</c> turns off for the whole project.</summary>
    private static IEnumerable<SuppressedDiagnostic> TurnedOff(string noWarn) => noWarn
        .Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Where(CompilerLog.IsRule)
        .Select(id => new SuppressedDiagnostic(id.ToUpperInvariant(), "NoWarn", null, default));

    /// <summary>Diagnostics that the compiler found and the source suppresses. A report without this table is better than none.</summary>
    private static Suppressions InLog(string path, string projectFolder)
    {
        if (path.Length == 0) return new Suppressions([], "the compiler kept no log of them");
        try
        {
            return CompilerLog.Read(BoundedFile.Read(path, MaxLogBytes), projectFolder);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            // The text of the exception may name folders of the machine.
            return new Suppressions([], "the compiler's log cannot be read");
        }
    }
}
