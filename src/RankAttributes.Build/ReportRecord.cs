namespace RankAttributes.Build;

/// <summary>The list in <c>obj</c> of the files that the last build reported into, one a line.</summary>
internal static class ReportRecord
{
    /// <summary>The files of the last report; none where there is no list.</summary>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public static IReadOnlyList<string> Read(string path) => File.Exists(path) ? [.. File.ReadAllLines(path).Where(IsReport)] : [];

    /// <summary>Writes lines where they are not there already. The time of a file tells MSBuild whether something changed.</summary>
    public static void Write(string path, IEnumerable<string> lines, bool isAlwaysWritten = false)
    {
        var text = string.Concat(lines.Select(line => line + "\n"));
        if (!isAlwaysWritten && File.Exists(path) && File.ReadAllText(path) == text) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(path, text);
    }

    /// <summary>Whether a file is named as a report is. A list that somebody edited deletes nothing else.</summary>
    private static bool IsReport(string file) => file.EndsWith(".bounds.json", StringComparison.Ordinal)
        || file.EndsWith(".bounds.md", StringComparison.Ordinal)
        || file.EndsWith(".bounds.html", StringComparison.Ordinal);
}
