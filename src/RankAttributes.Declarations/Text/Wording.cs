namespace RankAttributes.Declarations;

/// <summary>What is said of a prediction: one voice for messages, hover, Markdown and pages.</summary>
internal static class Wording
{
    /// <summary>What accompanies every estimate.</summary>
    public const string Disclaimer =
        "N̂ is the paper's estimate of the samples a model needs: the dominant term of Theorem 3.6 of arXiv 2510.21945 as a rate, constants and logarithms "
            + "dropped. "
        + "It compares designs; it promises no accuracy.";

    /// <summary>N̂: <c>167,277</c> or <c>at least 167,277</c>; a dash where nothing is predicted.</summary>
    public static string Samples(ModelPrediction prediction)
        => prediction.Samples is { } samples ? (prediction.IsLowerEstimate ? "at least " : "") + Figure.Count(samples) : "–";

    /// <summary>N, or that it is not declared.</summary>
    public static string Available(ModelPrediction prediction) => prediction.HasSamples ? Figure.Count(prediction.Data!.Samples) : "not declared";

    /// <summary><c>needs about 167,277 samples by the paper's estimate</c>.</summary>
    public static string Need(ModelPrediction prediction)
        => $"needs {(prediction.IsLowerEstimate ? "" : "about ")}{Samples(prediction)} samples by the paper's estimate";

    /// <summary><c>needs about 167,277 samples by the paper's estimate; the dataset has 60,000</c>.</summary>
    public static string Comparison(ModelPrediction prediction) => prediction.Samples is null
        ? "has no estimate: no layer's shape could be read, or a declared value is out of range"
        : $"{Need(prediction)}; {(prediction.HasSamples ? $"the dataset has {Available(prediction)}" : "the dataset size is not declared")}";

    /// <summary>Need, dataset and verdict in one sentence: what every format says first.</summary>
    public static string Summary(ModelPrediction prediction)
        => $"{prediction.Model.DisplayName} {Comparison(prediction)}{(prediction is { Samples: not null, HasSamples: true } ? $": {Verdict(prediction)}" : "")}.";

    /// <summary>The verdict. Nothing here knows whether training keeps the ranks within their budgets.</summary>
    public static string Verdict(ModelPrediction prediction) => prediction.Verdict switch
    {
        Declarations.Verdict.Fits =>
            $"fits{(prediction.IsLowerEstimate ? " as far as known" : "")}{(prediction.HasBudgets ? " if every rank stays within its budget" : "")}",
        Declarations.Verdict.TooFewSamples => "too few samples",
        Declarations.Verdict.DatasetSizeUnknown => "dataset size unknown",
        _ => "not predicted",
    };

    /// <summary><c>Rank = 16 would fit</c>, or that no rank does.</summary>
    public static string LargestRank(ModelPrediction prediction)
        => prediction.LargestRankThatFits is { } rank ? $"Rank = {Figure.Size(rank)} would fit" : "not even rank 1 fits: reduce width or depth";

    /// <summary>The largest rank that fits, for a table.</summary>
    public static string LargestRankCell(ModelPrediction prediction)
        => prediction.LargestRankThatFits is { } rank ? Figure.Size(rank) : prediction.Verdict == Declarations.Verdict.TooFewSamples ? "none" : "–";

    /// <summary><c>'fc1' accounts for 54%</c>.</summary>
    public static string Dominance(string layer, double share) => $"'{layer}' accounts for {Figure.Share(share)}";

    /// <summary>How far the estimate can be trusted.</summary>
    public static IEnumerable<string> Notes(ModelPrediction prediction)
    {
        if (prediction.IsLowerEstimate) yield return "A lower estimate: a layer or a spatial width is unknown.";
        if (prediction.IsExtrapolated) yield return "Extrapolated beyond the theorem: it does not cover every layer of this model.";
        if (prediction is { Samples: not null, UsesNorms: false })
            yield return $"The estimate counts ranks, N̂ = L·Σ r(m + n), whatever p is. It depends on norms and p once {Missing(prediction)} "
                + $"{(Missing(prediction).Contains(" and ") ? "are" : "is")} declared.";
    }

    /// <summary>What is not declared of Γ: <c>InputNorm, Margin and SpectralNorm</c>.</summary>
    public static string Missing(ModelPrediction prediction)
        => List([.. DeclaredNorms.Missing(prediction.Counted.Select(layer => layer.Declared), prediction.Data)]);

    private static string List(IReadOnlyList<string> names)
        => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[names.Count - 1]}";
}
