using Microsoft.Build.Framework;
using RankAttributes.Build.Report;
using RankAttributes.Pages;

namespace RankAttributes.Build;

/// <summary>Writes the present report as the baseline that later builds are compared with. It was asked for, so failing is an error.</summary>
public sealed class UpdateBoundBaseline : BoundReportTask
{
    /// <summary>The baseline's file.</summary>
    [Required]
    public string Baseline { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            var report = Report();
            AtomicFile.Write(Full(Baseline), JsonReport.Render(report));
            Log.LogMessage(MessageImportance.High, $"{report.Assembly}: wrote the baseline of {report.Models.Count} models to {Baseline}.");
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Fail("RANK2001", AssemblyFile, $"The baseline could not be written to {Baseline}: {exception.Message}");
        }

        return !Log.HasLoggedErrors;
    }
}
