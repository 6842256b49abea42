using Microsoft.Build.Framework;

namespace RankAttributes.Build;

/// <summary>What the tasks around the list of a report's files share: nothing that goes wrong there fails a build.</summary>
public abstract class RecordTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The list of the report's files.</summary>
    [Required]
    public string RecordFile { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            Work();
        }
        catch (Exception exception) when (BoundReportTask.IsExpected(exception))
        {
            BuildWarning.Log(Log, "RANK2001", RecordFile, 0, $"The files of the last report cannot be kept or cleaned: {exception.Message}");
        }

        return true;
    }

    private protected abstract void Work();
}
