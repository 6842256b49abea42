using System.Globalization;

namespace RankAttributes.Reporting;

/// <summary>Numbers and terms as a reader sees them, the same in every culture and every format.</summary>
internal static class ReportText
{
    /// <summary>What must stand with every predicted number.</summary>
    public const string Disclaimer =
        "N̂ is the predicted sample complexity: the dominant term of Theorem 3.6 of arXiv 2510.21945 as a rate, constants and logarithms dropped. "
        + "It compares designs; it promises no accuracy.";

    /// <summary>Grouped, without decimals, as the compiler's messages write it up to ten digits; powers of ten where grouping would fill the line.</summary>
    public static string Count(double value) => value.ToString(value < 1e15 ? "N0" : "0.00E+0", CultureInfo.InvariantCulture);

    public static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture) + "%";

    public static string Index(double p) => p.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Gap(double gap) => gap.ToString(gap < 1e6 ? "0.00" : "0.00E+0", CultureInfo.InvariantCulture);

    public static string Predicted(ModelReport model) => model.PredictedSamples is { } samples
        ? (model.IsLowerEstimate ? "≥ " : "") + Count(samples)
        : "–";

    public static string Available(ReportedModel model) => model.Samples < 1 ? "not declared" : Count(model.Samples);

    /// <summary>The verdict in words. What fits by a lower estimate fits as far as is known.</summary>
    public static string Words(ModelReport model) => model.Verdict switch
    {
        Verdict.Fits => model.IsLowerEstimate ? "fits as far as known" : "fits",
        Verdict.TooFewSamples => "too few samples",
        Verdict.DatasetSizeUnknown => "dataset size unknown",
        _ => "not predicted",
    };

    /// <summary>The largest rank that fits, as the compiler and the JSON say it; what room there is beyond the declared budgets is advice.</summary>
    public static string LargestRank(ModelReport model) => model.LargestRankThatFits switch
    {
        { } rank => Count(rank),
        null when model.Verdict == Verdict.TooFewSamples => "none",
        _ => "–",
    };

    public static string Shape(ReportedLayer layer) => $"{Dimension(layer.Outputs)} × {Dimension(layer.Inputs)}";

    /// <summary>What the source writes where it does not write numbers: the shape, how often, whether at all; <see langword="null"/> where all is plain.</summary>
    public static string? Expression(ReportedLayer layer)
    {
        var shape = layer.OutputsExpression is null && layer.InputsExpression is null
            ? null
            : $"{layer.OutputsExpression ?? Dimension(layer.Outputs)} × {layer.InputsExpression ?? Dimension(layer.Inputs)}";
        var parts = new[] { shape, layer.Repetition is { } times ? $"{times} times" : null, layer.IsConditional ? "under a condition" : null };
        var said = string.Join(", ", parts.Where(part => part is not null));
        return said.Length == 0 ? null : said;
    }

    public static string Rank(LayerReport layer) => layer switch
    {
        { RankBudget: null } => "–",
        { Declared.IsRegularized: false } => $"{Count(layer.RankBudget.Value)} (not regularized)",
        { Declared.Rank: > 0 } => $"≤ {Count(layer.RankBudget.Value)}",
        _ => $"{Count(layer.RankBudget.Value)} (full)",
    };

    public static string Width(ReportedLayer layer) => layer.SpatialWidth < 1 ? "?" : Plain(layer.SpatialWidth);

    private static string Dimension(long size) => size < 1 ? "?" : Plain(size);
}
