using System.Globalization;
using Microsoft.Build.Framework;
using RankAttributes.Build.Gate;
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
            if (Replace(report))
                Log.LogMessage(MessageImportance.High, $"{report.Assembly}: wrote the baseline of {report.Models.Count} models to {Baseline}.");
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Fail("RANK2001", AssemblyFile, $"The baseline could not be written to {Baseline}: {exception.Message}");
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Writes the baseline, unless the file is that of another project. Projects that share a path may be built at the same time.</summary>
    private bool Replace(BoundReport report)
    {
        var path = Full(Baseline);
        using var turn = new Mutex(initiallyOwned: false, @"Global\RankAttributes.Baseline." + Hash(path));
        Wait(turn);
        try
        {
            if (BoundBaseline.Read(path, out _) is { } other && other.Assembly != report.Assembly)
            {
                Fail("RANK2004", path, $"The baseline {Baseline} is that of the assembly '{other.Assembly}', and one of '{report.Assembly}' would replace it. "
                    + "Give every project a file of its own, such as $(MSBuildProjectDirectory)/bounds.baseline.json; if the assembly was renamed, delete "
                        + "the file first.");
                return false;
            }

            AtomicFile.Write(path, JsonReport.Render(report));
            return true;
        }
        finally
        {
            turn.ReleaseMutex();
        }
    }

    private static void Wait(Mutex turn)
    {
        try
        {
            turn.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // The process that held it was killed; files are written whole, so nothing is left half done.
        }
    }

    /// <summary>A name for the path that is legal for a mutex and equal in all processes.</summary>
    private static string Hash(string path)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in path) hash = unchecked((hash ^ character) * 1099511628211UL);
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
