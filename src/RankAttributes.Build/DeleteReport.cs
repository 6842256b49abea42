namespace RankAttributes.Build;

/// <summary>Deletes the files of the last report, wherever they are, and the list of them.</summary>
public sealed class DeleteReport : RecordTask
{
    private protected override void Work()
    {
        // File.Delete throws where the folder is not there: before the first build, or when somebody deleted it.
        foreach (var file in ReportRecord.Read(RecordFile).Where(File.Exists))
        {
            File.Delete(file);
            if (Path.GetDirectoryName(file) is { } folder && Path.GetFileName(folder) == "RankAttributes"
                && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }

        if (File.Exists(RecordFile)) File.Delete(RecordFile);
    }
}
