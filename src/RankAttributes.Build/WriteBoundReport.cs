using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using RankAttributes.Build.Gate;
using RankAttributes.Build.Report;
using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build;

/// <summary>
/// Writes the bound report of a compiled assembly and compares it with a baseline. A report that cannot be written is a warning: the
/// assembly is good.
/// </summary>
public sealed class WriteBoundReport : BoundReportTask
{
    private const double DefaultRatio = 1.05;

    private static readonly Dictionary<string, Func<BoundReport, string>> Renderers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["json"] = JsonReport.Render,
        ["md"] = MarkdownReport.Render,
        ["html"] = HtmlReport.Render,
    };

    /// <summary>The folder of the report, made where it does not exist.</summary>
    [Required]
    public string ReportFolder { get; set; } = "";

    /// <summary>Which of <c>json</c>, <c>md</c> and <c>html</c> are written, separated by semicolons.</summary>
    public string Formats { get; set; } = "json;md;html";

    /// <summary>A committed report in JSON to compare with; empty for none.</summary>
    public string Baseline { get; set; } = "";

    /// <summary>How much larger N̂ may be than in the baseline, at least 1.</summary>
    public string BaselineRatio { get; set; } = "";

    /// <summary>Files of JSON lines in which trackers recorded trainings of the models, separated by semicolons; empty for none.</summary>
    public string TrainingRecord { get; set; } = "";

    /// <summary>Whether a report that cannot be written fails the build: <c>true</c> or <c>false</c>.</summary>
    public string ReportRequired { get; set; } = "false";

    /// <summary>The list of the report's files, for the next build and for clean; empty for none.</summary>
    public string RecordFile { get; set; } = "";

    /// <summary>The files that make up the report; none where the assembly declares no model.</summary>
    [Output]
    public ITaskItem[] ReportFiles { get; private set; } = [];

    private bool IsRequired => IsTrue(ReportRequired);

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            var report = Report(TrainingRecord);
            Compare(report);
            CompareTraining(report);
            var files = report.Models.Count == 0 ? [] : ChosenFormats().Select(format => Write(report, format)).ToList();
            ReportFiles = [.. files.Select(FileItem.Of)];
            Record(files);
        }
        catch (Exception exception)
        {
            // A report that goes wrong, by a mistake of this product too, must not fail a build.
            var message = $"The bound report could not be written to {ReportFolder}: {exception.Message}";
            if (IsRequired) Fail("RANK2001", AssemblyFile, message + " RankAttributesReportRequired makes this an error.");
            else Warn("RANK2001", AssemblyFile, 0, message + " Set RankAttributesReport to false to build without it.");
        }

        return !Log.HasLoggedErrors;
    }

    private string Write(BoundReport report, string format)
    {
        var path = Path.Combine(Full(ReportFolder), $"{report.Assembly}.bounds.{format}");
        AtomicFile.Write(path, Renderers[format](report));
        return path;
    }

    /// <summary>Keeps the list of the files, and deletes those of the last report that this one does not have.</summary>
    private void Record(IReadOnlyList<string> files)
    {
        if (RecordFile.Length == 0) return;
        try
        {
            foreach (var stale in ReportRecord.Read(Full(RecordFile)).Except(files, StringComparer.Ordinal)) File.Delete(stale);
            ReportRecord.Write(Full(RecordFile), files, isAlwaysWritten: true);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Warn("RANK2001", Full(RecordFile), 0,
                $"The list of the report's files could not be kept, so that the next build writes them again: {exception.Message}");
        }
    }

    private IEnumerable<string> ChosenFormats()
    {
        var chosen = Formats.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(format => format.Trim().ToLowerInvariant()).Distinct()
            .ToList();
        foreach (var unknown in chosen.Where(format => !Renderers.ContainsKey(format)))
            Warn("RANK2005", "", 0, $"RankAttributesReportFormats names '{unknown}'; it takes json, md and html, separated by semicolons.");
        return chosen.Where(Renderers.ContainsKey);
    }

    private void Compare(BoundReport report)
    {
        var path = Full(Baseline);
        if (path.Length == 0 || (report.Models.Count == 0 && !File.Exists(path))) return;
        if (BoundBaseline.Read(path, out var problem) is not { } baseline)
        {
            Warn("RANK2004", path, 0,
                $"The baseline {Baseline} cannot be used: {problem}. Write it with dotnet build -t:RankAttributesUpdateBaseline.");
            return;
        }

        var comparison = BaselineComparison.Of(baseline, report, Ratio());
        foreach (var gap in comparison.Gaps)
            Warn("RANK2004", path, 0,
                $"The baseline {Baseline} is not compared in full: {gap}. If that is intended, write a new one with dotnet build "
                + $"-t:RankAttributesUpdateBaseline.");
        foreach (var regression in comparison.Regressions)
            WarnAt(regression.Now.Place, regression.HasCrossed ? "RANK2003" : "RANK2002", regression.Message);
    }

    private void CompareTraining(BoundReport report)
    {
        foreach (var gap in report.RecordGaps)
            Warn("RANK2011", AssemblyFile, 0, $"The ranks that training reached are not compared in full: {gap}.");
        foreach (var model in report.Models.Where(model => model.Trained is { Exceeded.Count: > 0 }))
            WarnAt(model.Place, "RANK2010", TrainedText.Exceeded(model.Trained!));
    }

    private void WarnAt(SourcePlace place, string id, string message) => Warn(id, place.File is null ? AssemblyFile : Full(place.File), place.Line, message);

    private double Ratio()
    {
        if (BaselineRatio.Length == 0) return DefaultRatio;
        if (double.TryParse(BaselineRatio, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 1 and <= double.MaxValue)
            return ratio;
        var used = DefaultRatio.ToString(CultureInfo.InvariantCulture);
        Warn("RANK2005", "", 0,
            $"RankAttributesBaselineRatio is '{BaselineRatio}'; it takes a number of at least 1, such as 1.1 for a tenth more. {used} is used.");
        return DefaultRatio;
    }
}
