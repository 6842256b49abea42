using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>Numbers and terms as a reader sees them, the same in every culture and every format.</summary>
internal static class ReportText
{
    /// <summary>What must stand with every predicted number.</summary>
    public const string Disclaimer =
        "N̂ is the predicted sample complexity: the dominant term of Theorem 3.6 of arXiv 2510.21945 as a rate, constants and logarithms dropped. "
        + "It compares designs; it promises no accuracy.";

    public static string Predicted(ModelReport model) => model.PredictedSamples is { } samples
        ? (model.IsLowerEstimate ? "≥ " : "") + NumberText.Count(samples)
        : "–";

    public static string Available(ReportedModel model) => model.Samples < 1 ? "not declared" : NumberText.Count(model.Samples);

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
        { } rank => NumberText.Count(rank),
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
        { Declared.IsRegularized: false } => $"{NumberText.Count(layer.RankBudget.Value)} (not regularized)",
        { Declared.Rank: > 0 } => $"≤ {NumberText.Count(layer.RankBudget.Value)}",
        _ => $"{NumberText.Count(layer.RankBudget.Value)} (full)",
    };

    public static string Width(ReportedLayer layer) => layer.SpatialWidth < 1 ? "?" : NumberText.Plain(layer.SpatialWidth);

    private static string Dimension(long size) => size < 1 ? "?" : NumberText.Plain(size);
}
