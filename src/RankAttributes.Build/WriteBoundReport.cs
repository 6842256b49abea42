using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using RankAttributes.Reporting;

namespace RankAttributes.Build;

/// <summary>Writes the bound report of a compiled assembly. A report that cannot be written is a warning: the assembly is good.</summary>
public sealed class WriteBoundReport : Microsoft.Build.Utilities.Task
{
    /// <summary>The compiled assembly.</summary>
    [Required]
    public string AssemblyFile { get; set; } = "";

    /// <summary>The folder of the project, to which the report's source files are relative.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>The folder of the report, made where it does not exist.</summary>
    [Required]
    public string ReportFolder { get; set; } = "";

    /// <summary>The files that make up the report; none where the assembly declares no model.</summary>
    [Output]
    public ITaskItem[] ReportFiles { get; private set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            var models = CompiledModels.Read(AssemblyFile, ProjectFolder);
            if (models.Count == 0) return true;
            var name = Path.GetFileNameWithoutExtension(AssemblyFile);
            var report = BoundReport.Of(name, models);
            ReportFiles = [Write(name + ".bounds.md", MarkdownReport.Render(report))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or NotSupportedException)
        {
            Log.LogWarning(
                "RankAttributes", "RANK2001", null, "https://github.com/RankAttributes/RankAttributes/blob/main/docs/rules/RANK2001.md", AssemblyFile, 0, 0, 0, 0,
                $"The bound report could not be written to {ReportFolder}: {exception.Message} Set RankAttributesReport to false to build without it.");
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Writes a file whole or not at all: a build that is killed leaves the former report.</summary>
    private TaskItem Write(string name, string content)
    {
        Directory.CreateDirectory(ReportFolder);
        var path = Path.Combine(ReportFolder, name);
        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(content);
        var temporary = path + ".tmp";
        File.WriteAllBytes(temporary, bytes);
        if (File.Exists(path)) File.Replace(temporary, path, null);
        else File.Move(temporary, path);
        return new TaskItem(path);
    }
}
