using System.Collections;
using Microsoft.Build.Framework;

namespace RankAttributes.Build.Tests;

/// <summary>What a task said.</summary>
internal sealed class Log : IBuildEngine
{
    public List<BuildWarningEventArgs> Warnings { get; } = [];

    public List<BuildErrorEventArgs> Errors { get; } = [];

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;

    public void LogCustomEvent(CustomBuildEventArgs e) => throw new NotSupportedException();

    public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add(e);

    public void LogMessageEvent(BuildMessageEventArgs e) => throw new NotSupportedException();

    public void LogWarningEvent(BuildWarningEventArgs e) => Warnings.Add(e);
}
