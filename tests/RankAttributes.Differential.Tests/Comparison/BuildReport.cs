using System.Collections;
using Microsoft.Build.Framework;
using RankAttributes.Build;

namespace RankAttributes.Differential.Comparison;

/// <summary>The report in JSON that a build writes of a compiled assembly.</summary>
internal static class BuildReport
{
    public static string Of(byte[] image)
    {
        var folder = Directory.CreateTempSubdirectory("differential");
        try
        {
            var file = Path.Combine(folder.FullName, "Programs.dll");
            File.WriteAllBytes(file, image);
            var engine = new Engine();
            var task =
                new WriteBoundReport { AssemblyFile = file, ProjectFolder = folder.FullName, ReportFolder = folder.FullName, Formats = "json",
                    ReportRequired = "true", BuildEngine = engine };
            if (!task.Execute()) throw new InvalidOperationException(string.Join('\n', engine.Messages));
            return task.ReportFiles is [var report, ..] ? File.ReadAllText(report.ItemSpec) : "{\"models\": []}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Engine : IBuildEngine
    {
        public List<string?> Messages { get; } = [];

        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "";

        public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;

        public void LogCustomEvent(CustomBuildEventArgs e) => Messages.Add(e.Message);

        public void LogErrorEvent(BuildErrorEventArgs e) => Messages.Add(e.Message);

        public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message);

        public void LogWarningEvent(BuildWarningEventArgs e) => Messages.Add(e.Message);
    }
}
