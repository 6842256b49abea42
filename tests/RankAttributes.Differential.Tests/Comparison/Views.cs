using System.Globalization;
using System.Text.RegularExpressions;

namespace RankAttributes.Differential.Comparison;

/// <summary>Holds the editor's warning and the hover's text against the report. Texts are compared by their numbers, whatever their words.</summary>
internal static partial class Views
{
    /// <summary>What disagrees with the report of the class and of its creation.</summary>
    /// <param name="atClass">The report of the class.</param>
    /// <param name="atCreation">The report of the creation.</param>
    /// <param name="others">The reports of its other creations.</param>
    /// <param name="warnings">The messages of RANK1001 in the file.</param>
    /// <param name="hover">The generated documentation of the class.</param>
    public static IEnumerable<Violation> Compare(ReportedNetwork atClass, ReportedNetwork atCreation, IEnumerable<ReportedNetwork> others,
        IReadOnlyList<string> warnings, string hover)
    {
        foreach (var warning in warnings)
        {
            var isLower = IsLower(warning);
            if (!others.Append(atClass).Append(atCreation).Any(network
                => network.IsLowerEstimate == isLower && network.Samples is { } samples && Says(warning, samples)))
                yield return new Violation(ViolationKind.Views, $"no report says what the editor says: {warning}");
        }

        // One sample is declared, and more than one is needed for any layer.
        if (atCreation is { IsLowerEstimate: false, Samples: > 1 and var needed } && !warnings.Any(warning => Says(warning, needed)))
            yield return new Violation(
                ViolationKind.Views,
                    $"the report of the creation says {needed.ToString(CultureInfo.InvariantCulture)}, the editor: {string.Join("; ", warnings)}");

        var headline = hover.Split('\n').FirstOrDefault(line => line.Contains("by the paper's estimate", StringComparison.Ordinal) && Numbers().IsMatch(line));
        if (headline is null) yield break;
        if (!IsLower(headline) && (atClass.IsLowerEstimate || atClass.Samples is null || !Says(headline, atClass.Samples.Value)))
            yield return new Violation(
                ViolationKind.Views,
                    $"the hover says {headline.Trim()}, the report "
                    + $"{(atClass.IsLowerEstimate ? "at least " : "")}{atClass.Samples?.ToString(CultureInfo.InvariantCulture)}");
    }

    private static bool IsLower(string text) => text.Contains("at least", StringComparison.Ordinal);

    private static bool Says(string text, double number) => Numbers().Matches(text).Any(match =>
        double.TryParse(
            match.Value.Replace(",", "", StringComparison.Ordinal).Replace("\u202f", "", StringComparison.Ordinal), NumberStyles.Float,
                CultureInfo.InvariantCulture, out var said)
        && Math.Abs(said - number) <= Math.Max(0.51, number * 0.01));

    [GeneratedRegex(@"\d[\d,\u202f]*(\.\d+)?([eE][+-]?\d+)?")]
    private static partial Regex Numbers();
}
