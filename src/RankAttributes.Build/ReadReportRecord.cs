using Microsoft.Build.Framework;

namespace RankAttributes.Build;

/// <summary>Lists what the last build reported, and keeps the options of this one in a file, so that a change of them is a reason to write.</summary>
public sealed class ReadReportRecord : RecordTask
{
    /// <summary>The file for the options; none is written where it is empty.</summary>
    public string OptionsFile { get; set; } = "";

    /// <summary>The options of the present build.</summary>
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>The files of the last report.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    private protected override void Work()
    {
        Files = [.. ReportRecord.Read(RecordFile).Select(FileItem.Of)];
        if (OptionsFile.Length > 0) ReportRecord.Write(OptionsFile, Options.Select(option => option.ItemSpec));
    }
}
