namespace RankAttributes.Build.Report;

/// <summary>What the compiler's log, in SARIF 1 or 2.1, says of diagnostics that somebody chose not to see.</summary>
internal static class CompilerLog
{
    private const string Prefix = "RANK";

    /// <summary>The suppressed diagnostics of this product.</summary>
    /// <param name="log">The text of the log.</param>
    /// <param name="projectFolder">The folder to which places are made relative.</param>
    /// <exception cref="FormatException">It is not JSON, or is not a log in one of these versions.</exception>
    public static Suppressions Read(string log, string projectFolder)
    {
        var root = JsonValue.Parse(log);
        return root["version"].Text switch
        {
            "2.1.0" => new Suppressions([.. root["runs"].Items.SelectMany(run => TurnedOff(run).Concat(InSource(run, projectFolder)))], null),
            "1.0.0" => new Suppressions(
                [.. root["runs"].Items.SelectMany(run => InSourceOfVersion1(run, projectFolder))],
                "the compiler's log is in SARIF 1, which leaves out rules that are turned off; <ErrorLog>…,version=2.1</ErrorLog> has them"),
            _ => throw new FormatException("It is not a log in SARIF 1 or 2.1."),
        };
    }

    /// <summary>Whether an identifier is that of a rule of this product.</summary>
    public static bool IsRule(string? id)
        => id is { Length: 8 } && id.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && id.Skip(Prefix.Length).All(char.IsDigit);

    private static IEnumerable<SuppressedDiagnostic> InSource(JsonValue run, string projectFolder) => run["results"].Items
        .Where(result => IsRule(result["ruleId"].Text) && result["suppressions"].Items.Any())
        .Select(result => InSource(result["ruleId"].Text!, result["message"]["text"].Text,
            Place(result, "physicalLocation", "artifactLocation", projectFolder)));

    private static IEnumerable<SuppressedDiagnostic> InSourceOfVersion1(JsonValue run, string projectFolder) => run["results"].Items
        .Where(result => IsRule(result["ruleId"].Text) && result["suppressionStates"].Items.Any())
        .Select(result => InSource(result["ruleId"].Text!, result["message"].Text, Place(result, "resultFile", null, projectFolder)));

    private static SuppressedDiagnostic InSource(string id, string? message, SourcePlace place) => new(id, "#pragma or [SuppressMessage]", message, place);

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

    private static SourcePlace Place(JsonValue result, string location, string? artifact, string projectFolder)
    {
        var place = result["locations"].Items.Select(item => item[location]).FirstOrDefault();
        return (artifact is null ? place : place[artifact])["uri"].Text is { } uri
            ? new SourcePlace(Relative(uri, projectFolder), (int)(place["region"]["startLine"].Number ?? 0))
            : default;
    }

    /// <summary>The path relative to the project; the bare name of a file outside it, whose folder is nobody's business.</summary>
    private static string Relative(string uri, string projectFolder)
    {
        // Built by hand: in a path that becomes a URI, '#' and '%' would get the meaning that they have there.
        var folder = Path.GetFullPath(projectFolder).Replace('\\', '/').TrimEnd('/') + "/";
        var file = LocalPath(uri);
        if (file.StartsWith(folder, StringComparison.Ordinal)) return file.Substring(folder.Length);
        var isRooted = file.StartsWith("/", StringComparison.Ordinal) || file.Contains(':') || file.StartsWith("../", StringComparison.Ordinal);
        return isRooted ? file.Substring(file.LastIndexOf('/') + 1) : file;
    }

    private static string LocalPath(string uri)
    {
        const string File = "file:///";
        if (!uri.StartsWith(File, StringComparison.OrdinalIgnoreCase)) return Uri.UnescapeDataString(uri);
        var path = Uri.UnescapeDataString(uri.Substring(File.Length));
        return path.Length > 1 && path[1] == ':' ? path : "/" + path;
    }
}
