using Microsoft.Build.Framework;
using RankAttributes.Build.Report;
using RankAttributes.Build.Training;

namespace RankAttributes.Build;

/// <summary>What the tasks that read a compiled assembly share: where it is, and how a warning is said.</summary>
public abstract class BoundReportTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The compiled assembly.</summary>
    [Required]
    public string AssemblyFile { get; set; } = "";

    /// <summary>The folder of the project, to which paths and the report's source files are relative.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The compiler's log in SARIF, from which suppressed diagnostics are read; may be absent.</summary>
    public string ErrorLog { get; set; } = "";

    /// <summary>Whether no log was kept because nothing can suppress a rule: <c>true</c>, or anything else where that is not known.</summary>
    public string SuppressesNothing { get; set; } = "";

    /// <summary>The rules that the project turns off, separated by semicolons or commas.</summary>
    public string NoWarn { get; set; } = "";

    private protected BoundReport Report(string trainingRecord = "")
        => Read(AssemblyFile, ProjectFolder, SuppressedRules.Of(NoWarn, Full(ErrorLog), IsTrue(SuppressesNothing), ProjectFolder), trainingRecord);

    private protected string Full(string path) => Full(ProjectFolder, path);

    private protected void Warn(string id, string file, int line, string message)
        => Log.LogWarning("RankAttributes", id, null, BuildWarning.Page(id), file, line, 0, 0, 0, message);

    private protected void Fail(string id, string file, string message)
        => Log.LogError("RankAttributes", id, null, BuildWarning.Page(id), file, 0, 0, 0, 0, message);

    /// <summary>What can go wrong with files that are not ours to repair.</summary>
    internal static bool IsExpected(Exception exception)
        => exception is IOException or UnauthorizedAccessException or BadImageFormatException or NotSupportedException or ArgumentException or TimeoutException;

    internal static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    internal static BoundReport Read(string assemblyFile, string projectFolder, Suppressions suppressed, string trainingRecord)
    {
        var name = Path.GetFileNameWithoutExtension(assemblyFile);
        var report = BoundReport.Of(name, CompiledModels.Read(assemblyFile, projectFolder), suppressed.Items);
        return TrainingRecords.Join(report with { SuppressedUnknown = suppressed.Unknown }, trainingRecord, projectFolder);
    }

    internal static string Full(string folder, string path) => path.Length == 0 ? "" : Path.GetFullPath(Path.Combine(folder, path));
}
