namespace RankAttributes.Build.Report;

/// <summary>What the compiler's log in SARIF 2.1 says of diagnostics that somebody chose not to see.</summary>
internal static class CompilerLog
{
    private const string Prefix = "RANK";

    /// <summary>The suppressed diagnostics of this product.</summary>
    /// <param name="log">The text of the log.</param>
    /// <param name="projectFolder">The folder to which places are made relative.</param>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static IReadOnlyList<SuppressedDiagnostic> Suppressed(string log, string projectFolder)
        => [.. JsonValue.Parse(log)["runs"].Items.SelectMany(run => TurnedOff(run).Concat(InSource(run, projectFolder)))];

    /// <summary>Whether an identifier is that of a rule of this product.</summary>
    public static bool IsRule(string? id) => id is { Length: 8 } && id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && id.Skip(Prefix.Length).All(char.IsDigit);

    private static IEnumerable<SuppressedDiagnostic> InSource(JsonValue run, string projectFolder) => run["results"].Items
        .Where(result => IsRule(result["ruleId"].Text) && result["suppressions"].Items.Any())
        .Select(result => new SuppressedDiagnostic(
            result["ruleId"].Text!, "#pragma or [SuppressMessage]", result["message"]["text"].Text, Place(result, projectFolder)));

    private static IEnumerable<SuppressedDiagnostic> TurnedOff(JsonValue run)
    {
        var rules = run["tool"]["driver"]["rules"].Items.Select(rule => rule["id"].Text).ToList();
        foreach (var change in run["invocations"].Items.SelectMany(invocation => invocation["ruleConfigurationOverrides"].Items))
        {
            if (change["configuration"]["enabled"].Flag == false
                && change["descriptor"]["index"].Number is { } index && index >= 0 && index < rules.Count && IsRule(rules[(int)index]))
            {
                yield return new SuppressedDiagnostic(rules[(int)index]!, ".editorconfig or ruleset", null, default);
            }
        }
    }

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
        if (!Uri.TryCreate(folder, uri, out var file)) return uri.Substring(uri.LastIndexOf('/') + 1);
        var relative = Uri.UnescapeDataString(folder.MakeRelativeUri(file).ToString());
        return folder.IsBaseOf(file) ? relative : relative.Substring(relative.LastIndexOf('/') + 1);
    }
}
