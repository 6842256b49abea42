using RankAttributes.Bounds;

namespace RankAttributes.Build.Report;

/// <summary>One model in a report; every number is computed by the bounds library from what the assembly declares.</summary>
/// <param name="Model">What the assembly declares.</param>
/// <param name="Layers">The layers from input to output.</param>
/// <param name="PredictedSamples">N̂, a rate with constants dropped; <see langword="null"/> where nothing is predicted.</param>
/// <param name="LargestRankThatFits">The largest common rank with N̂ ≤ N; <see langword="null"/> where N is unknown or not even rank 1 fits.</param>
/// <param name="Verdict">N̂ against N.</param>
/// <param name="IsLowerEstimate">A shape or a spatial width is unknown, so that the true value is larger.</param>
/// <param name="IsExtrapolated">A layer is of a kind that the theorem does not cover.</param>
internal sealed record ModelReport(
    ReportedModel Model,
    IReadOnlyList<LayerReport> Layers,
    double? PredictedSamples,
    long? LargestRankThatFits,
    Verdict Verdict,
    bool IsLowerEstimate,
    bool IsExtrapolated)
{
    /// <summary>The generalization gap √(C·L/N)·R that the rate predicts at N; <see langword="null"/> where N or R is unknown.</summary>
    public double? PredictedGap { get; init; }

    /// <summary>The same model at each creation that the compiler saw.</summary>
    public IReadOnlyList<CreationReport> Creations { get; init; } = [];

    /// <summary>What other bounds say of the same declaration at the same N; empty where N or a shape is unknown.</summary>
    public IReadOnlyList<ComparedBound> Comparison => ComparedBound.Of(this);

    /// <summary>The guarantee with explicit constants, or what is missing for one.</summary>
    public DeclaredCertificate Certificate => DeclaredCertificate.Of(this);

    internal RateInput? Rate { get; init; }

    /// <summary>The layer with the largest share; <see langword="null"/> where nothing is predicted.</summary>
    public LayerReport? DominantLayer => Layers.Where(layer => layer.Contribution is not null).OrderByDescending(layer => layer.Contribution).FirstOrDefault();

    /// <summary>Computes the report of one model.</summary>
    public static ModelReport Of(ReportedModel model)
    {
        var report = Evaluate(model);
        return report with { Creations = [.. model.Creations.Select(creation => new CreationReport(creation, Evaluate(model with { Layers = creation.Layers, Unread = creation.Unread })))] };
    }

    private static ModelReport Evaluate(ReportedModel model)
    {
        var known = model.Layers.Where(layer => layer.IsResolved).ToList();
        var isLower = model.Unread.Count > 0 || known.Count < model.Layers.Count || known.Any(layer => layer.SpatialWidth < 1);
        var isExtrapolated = known.Any(layer => !layer.IsCoveredByTheorem);
        if (RateInput.Of(model) is not { } rate)
            return new ModelReport(model, [.. model.Layers.Select(layer => new LayerReport(layer, null, null))], null, null, Verdict.NotPredicted, isLower, isExtrapolated);

        var predicted = rate.Predict();
        return new ModelReport(
            model,
            [.. Shares(model, rate, predicted)],
            predicted.Samples,
            model.Samples >= 1 ? SampleComplexity.LargestRankThatFits(rate.Layers, model.Samples, rate.Options) : null,
            model.Samples < 1 ? Verdict.DatasetSizeUnknown : predicted.Samples <= model.Samples ? Verdict.Fits : Verdict.TooFewSamples,
            isLower,
            isExtrapolated)
        {
            PredictedGap = model.Samples >= 1 ? Math.Sqrt(model.Constant) * predicted.Gap(model.Samples) : null,
            Rate = rate,
        };
    }

    private static IEnumerable<LayerReport> Shares(ReportedModel model, RateInput rate, PredictedComplexity predicted)
    {
        var entered = 0;
        foreach (var layer in model.Layers)
        {
            yield return layer.IsResolved
                ? new LayerReport(layer, rate.Declared[entered].RankBudget, predicted.Contributions[entered++])
                : new LayerReport(layer, null, null);
        }
    }
}
