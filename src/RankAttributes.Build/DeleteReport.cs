namespace RankAttributes.Build;

/// <summary>Deletes what the last build reported, wherever it lies, and the list of it.</summary>
public sealed class DeleteReport : RecordTask
{
    private protected override void Work()
    {
        foreach (var file in ReportRecord.Read(RecordFile))
        {
            File.Delete(file);
            if (Path.GetDirectoryName(file) is { } folder && Path.GetFileName(folder) == "RankAttributes"
                && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }

        File.Delete(RecordFile);
    }
}
