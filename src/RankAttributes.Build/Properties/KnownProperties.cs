namespace RankAttributes.Build.Properties;

/// <summary>The MSBuild properties of the product.</summary>
internal static class KnownProperties
{
    /// <summary>How their names begin.</summary>
    public const string Prefix = "RankAttributes";

    /// <summary>Every property that a project may set.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "RankAttributesTrainingSamples", "RankAttributesInputNorm", "RankAttributesMargin", "RankAttributesSpectralNorm", "RankAttributesConstant",
        "RankAttributesTargetGap",
        "RankAttributesAnalysisMode",
        "RankAttributesReport", "RankAttributesReportFormats", "RankAttributesReportFolder", "RankAttributesReportSuppressed", "RankAttributesReportRequired",
        "RankAttributesBaseline", "RankAttributesBaselineRatio", "RankAttributesTrainingRecord", "RankAttributesSolutionReportFolder",
        "RankAttributesTaskAssembly",
    ];

    /// <summary>Whether a name looks like one of ours and is none. A version of the package is a habit of central package management.</summary>
    public static bool IsMisspelt(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && name.Length > Prefix.Length
        && !name.EndsWith("Version", StringComparison.OrdinalIgnoreCase)
        && !All.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The property whose name takes the fewest edits to reach.</summary>
    public static string Nearest(string name) => All.OrderBy(known => Distance(known.ToUpperInvariant(), name.ToUpperInvariant())).First();

    /// <summary>The Levenshtein distance.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
