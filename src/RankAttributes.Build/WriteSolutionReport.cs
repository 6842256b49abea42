using Microsoft.Build.Framework;
using RankAttributes.Build.Report;
using RankAttributes.Pages;

namespace RankAttributes.Build;

/// <summary>Merges the reports of a solution's assemblies into one page. It was asked for, so failing is an error.</summary>
public sealed class WriteSolutionReport : Microsoft.Build.Utilities.Task
{
    /// <summary>The solution; the page is named after it.</summary>
    [Required]
    public string Solution { get; set; } = "";

    /// <summary>The compiled assemblies, each with its project's folder, log and settings.</summary>
    public ITaskItem[] Assemblies { get; set; } = [];

    /// <summary>The folder of the page; <c>RankAttributes</c> beside the solution where it is empty.</summary>
    public string ReportFolder { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            var solution = Path.GetFullPath(Solution);
            var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(solution)!, ReportFolder.Length == 0 ? "RankAttributes" : ReportFolder));
            var name = Path.GetFileNameWithoutExtension(solution);
            var reports = Assemblies.Select(Report).Where(report => report.Models.Count > 0).OrderBy(report => report.Assembly, StringComparer.Ordinal)
                .ToList();
            var path = Path.Combine(folder, name + ".bounds.html");
            AtomicFile.Write(path, HtmlReport.Render(name, reports));
            Log.LogMessage(MessageImportance.High, $"{name}: {reports.Sum(report => report.Models.Count)} models of {reports.Count} assemblies in {path}");
        }
        catch (Exception exception) when (BoundReportTask.IsExpected(exception))
        {
            Log.LogError("RankAttributes", "RANK2001", null, BuildWarning.Page("RANK2001"), Solution, 0, 0, 0, 0,
                $"The report of the solution could not be written: {exception.Message}");
        }

        return !Log.HasLoggedErrors;
    }

    private static BoundReport Report(ITaskItem assembly)
    {
        var folder = assembly.GetMetadata("ProjectFolder");
        var suppressed = SuppressedRules.Of(assembly.GetMetadata("NoWarn"), BoundReportTask.Full(folder, assembly.GetMetadata("ErrorLog")),
            BoundReportTask.IsTrue(assembly.GetMetadata("SuppressesNothing")), folder);
        var report = BoundReportTask.Read(assembly.ItemSpec, folder, suppressed, assembly.GetMetadata("TrainingRecord"));
        return assembly.GetMetadata("Framework") is { Length: > 0 } framework ? report with { Assembly = $"{report.Assembly} ({framework})" } : report;
    }
}
