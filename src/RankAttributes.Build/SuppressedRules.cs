using RankAttributes.Reporting;

namespace RankAttributes.Build;

/// <summary>The rules of this product that somebody chose not to see.</summary>
internal static class SuppressedRules
{
    private const long LongestLog = 64 * 1024 * 1024;
    private const string Prefix = "RANK";

    /// <summary>Rules that <c>NoWarn</c> turns off for the whole project.</summary>
    public static IEnumerable<SuppressedDiagnostic> TurnedOff(string noWarn) => noWarn
        .Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Where(IsOurs)
        .Select(id => new SuppressedDiagnostic(id.ToUpperInvariant(), "NoWarn", null, default));

    /// <summary>Diagnostics that the compiler found and the source suppresses; none where there is no log or it cannot be read.</summary>
    public static IEnumerable<SuppressedDiagnostic> InLog(string path, string projectFolder)
    {
        try
        {
            return path.Length > 0 && new FileInfo(path) is { Exists: true, Length: <= LongestLog } ? Read(JsonValue.Parse(File.ReadAllText(path)), projectFolder) : [];
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            // The log belongs to the compiler; a report without this table is better than none.
            return [];
        }
    }

    private static List<SuppressedDiagnostic> Read(JsonValue log, string projectFolder)
    {
        var found = new List<SuppressedDiagnostic>();
        foreach (var run in log["runs"].Items)
        {
            var rules = run["tool"]["driver"]["rules"].Items.Select(rule => rule["id"].Text).ToList();
            foreach (var off in Overrides(run).Where(item => item["configuration"]["enabled"].Flag == false))
            {
                if (off["descriptor"]["index"].Number is { } index && index < rules.Count && IsOurs(rules[(int)index]))
                    found.Add(new SuppressedDiagnostic(rules[(int)index]!, ".editorconfig or ruleset", null, default));
            }

            found.AddRange(run["results"].Items
                .Where(result => IsOurs(result["ruleId"].Text) && result["suppressions"].Items.Any())
                .Select(result => new SuppressedDiagnostic(
                    result["ruleId"].Text!, "#pragma or [SuppressMessage]", result["message"]["text"].Text, Place(result, projectFolder))));
        }

        return found;
    }

    private static IEnumerable<JsonValue> Overrides(JsonValue run) => run["invocations"].Items.SelectMany(invocation => invocation["ruleConfigurationOverrides"].Items);

    private static SourcePlace Place(JsonValue result, string projectFolder)
    {
        var place = result["locations"].Items.Select(location => location["physicalLocation"]).FirstOrDefault();
        return place["artifactLocation"]["uri"].Text is { } uri
            ? new SourcePlace(Relative(uri, projectFolder), (int)(place["region"]["startLine"].Number ?? 0))
            : default;
    }

    /// <summary>The path relative to the project; the bare name of a file outside it, whose folder is nobody's business.</summary>
    private static string Relative(string uri, string projectFolder)
    {
        var folder = new Uri(Path.GetFullPath(projectFolder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar);
        var file = new Uri(folder, uri);
        var relative = Uri.UnescapeDataString(folder.MakeRelativeUri(file).ToString());
        return folder.IsBaseOf(file) ? relative : relative.Substring(relative.LastIndexOf('/') + 1);
    }

    private static bool IsOurs(string? id) => id is { Length: 8 } && id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && id.Skip(Prefix.Length).All(char.IsDigit);
}
