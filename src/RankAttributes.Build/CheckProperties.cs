using Microsoft.Build.Framework;
using RankAttributes.Build.Properties;

namespace RankAttributes.Build;

/// <summary>
/// Warns of properties that begin like this product's and are none, and of switches that are neither on nor off. MSBuild lists the properties of the
/// command line; those of files are found in the project and what it imports by a plain path.
/// </summary>
public sealed class CheckProperties : Microsoft.Build.Utilities.Task
{
    private const int MaxFiles = 100;

    /// <summary>The project, and the files above it that the SDK imports.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Switches with their values: <c>RankAttributesReport=true</c>.</summary>
    public string[] Switches { get; set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        try
        {
            Check();
        }
        catch (Exception exception) when (BoundReportTask.IsExpected(exception))
        {
            // A file that cannot be read is MSBuild's to report.
            Log.LogMessage(MessageImportance.Low, exception.Message);
        }

        return true;
    }

    private void Check()
    {
        foreach (var item in Switches) CheckSwitch(item);
        var files = Imported();
        foreach (var file in files)
        {
            foreach (var (name, line) in file.Properties.Where(property => KnownProperties.IsMisspelt(property.Name)))
            {
                if (!files.Any(other => other.Uses(name))) Report(name, file.Path, line, Path.GetFileName(file.Path));
            }
        }

        if (BuildEngine is IBuildEngine6 engine)
        {
            foreach (var name in engine.GetGlobalProperties().Keys.Where(KnownProperties.IsMisspelt).Where(name => !files.Any(file => file.Uses(name))))
                Report(name, Files.Length == 0 ? "" : Files[0].ItemSpec, 0, "the command line");
        }
    }

    private List<ProjectFile> Imported()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var waiting = new Queue<string>(Files.Select(file => file.GetMetadata("FullPath")));
        var files = new List<ProjectFile>();
        while (waiting.Count > 0 && files.Count < MaxFiles)
        {
            var path = waiting.Dequeue();
            if (!seen.Add(path) || ProjectFile.Open(path) is not { } file) continue;
            files.Add(file);
            foreach (var import in file.Imports) waiting.Enqueue(import);
        }

        return files;
    }

    private void CheckSwitch(string item)
    {
        var (name, value) = (item.Substring(0, item.IndexOf('=')), item.Substring(item.IndexOf('=') + 1));
        if (value.Length == 0 || bool.TryParse(value, out _)) return;
        BuildWarning.Log(Log, "RANK2005", Files.Length == 0 ? "" : Files[0].ItemSpec, 0, $"{name} is '{value}'; it takes true or false. false is used.");
    }

    private void Report(string name, string file, int line, string where) => BuildWarning.Log(
        Log, "RANK0008", file, line,
        $"'{name}' is set in {where}, which is ignored: there is no such property; the nearest is '{KnownProperties.Nearest(name)}'.");
}
