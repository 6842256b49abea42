using Microsoft.Build.Framework;
using RankAttributes.Build.Report;

namespace RankAttributes.Build;

/// <summary>
/// Tells whether anything of a project may suppress a rule of this product. Only then is the compiler asked for a log: while it keeps one, it runs every
/// analyzer of the project for rules that nobody sees, and a build takes longer.
/// </summary>
public sealed class FindSuppressions : Microsoft.Build.Utilities.Task
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const string Prefix = "RANK";
    private const int RuleLength = 8;

    /// <summary>The files that are compiled.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>The configurations of analyzers: <c>.editorconfig</c> and global ones.</summary>
    public ITaskItem[] Configurations { get; set; } = [];

    /// <summary>The set of rules of the project; empty for none.</summary>
    public string RuleSet { get; set; } = "";

    /// <summary>Whether a rule may be suppressed. A mention is enough: the compiler decides what it means.</summary>
    [Output]
    public bool Found { get; private set; }

    /// <inheritdoc />
    public override bool Execute()
    {
        Found = Sources.Any(source => Holds(source.GetMetadata("FullPath"), InSource))
            || Configurations.Any(configuration => Holds(configuration.GetMetadata("FullPath"), InConfiguration))
            || (RuleSet.Length > 0 && Holds(RuleSet, InRuleSet));
        return true;
    }

    /// <summary>Whether a source names a rule, or turns off all warnings. Suppressions name rules by constants, which are written somewhere.</summary>
    internal static bool InSource(string text)
    {
        if (NamesRule(text)) return true;
        for (var at = 0; (at = text.IndexOf("pragma", at, StringComparison.Ordinal)) >= 0; at++)
        {
            var words = Line(text, at).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var written = words.TakeWhile(word => !word.StartsWith("//", StringComparison.Ordinal)).ToArray();
            if (written is ["pragma", "warning", var what] && (what == "disable" || what.StartsWith("disable//", StringComparison.Ordinal))) return true;
        }

        return false;
    }

    /// <summary>Whether a line turns off a rule, a category or everything.</summary>
    internal static bool InConfiguration(string text)
    {
        for (var at = 0; (at = text.IndexOf("none", at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var line = Line(text, text.LastIndexOfAny(['\n', '\r'], at) + 1);
            if (NamesRule(line) || line.IndexOf("dotnet_analyzer_diagnostic", StringComparison.OrdinalIgnoreCase) >= 0) return true;
        }

        return false;
    }

    /// <summary>Whether a set of rules names one of them, all, or another set.</summary>
    internal static bool InRuleSet(string text) => NamesRule(text) || text.IndexOf("Include", StringComparison.Ordinal) >= 0;

    private static bool NamesRule(string text)
    {
        for (var at = 0; (at = text.IndexOf(Prefix, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            if (at + RuleLength <= text.Length && CompilerLog.IsRule(text.Substring(at, RuleLength))) return true;
        return false;
    }

    private static string Line(string text, int start)
    {
        var end = text.IndexOfAny(['\n', '\r'], start);
        return end < 0 ? text.Substring(start) : text.Substring(start, end - start);
    }

    // What cannot be read here may be readable for the compiler.
    private static bool Holds(string path, Func<string, bool> isIn)
    {
        try
        {
            return new FileInfo(path).Length > 0 && isIn(BoundedFile.Read(path, MaxBytes));
        }
        catch (Exception exception) when (BoundReportTask.IsExpected(exception))
        {
            return true;
        }
    }
}
