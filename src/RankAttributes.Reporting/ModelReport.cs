using RankAttributes.Bounds;

namespace RankAttributes.Reporting;

/// <summary>Whether the dataset is large enough for what a model's shape asks.</summary>
public enum Verdict
{
    /// <summary>N̂ ≤ N.</summary>
    Fits,

    /// <summary>N̂ &gt; N.</summary>
    TooFewSamples,

    /// <summary>N is not declared.</summary>
    DatasetSizeUnknown,

    /// <summary>No layer could be read, or what is declared cannot be used, so nothing is predicted.</summary>
    NotPredicted,
}

/// <summary>One layer in a report.</summary>
/// <param name="Declared">What the assembly declares.</param>
/// <param name="RankBudget">The rank that enters the rate; <see langword="null"/> where the layer does not enter it.</param>
/// <param name="Contribution">The layer's share of R² in [0, 1]; <see langword="null"/> where the layer does not enter it.</param>
public sealed record LayerReport(ReportedLayer Declared, long? RankBudget, double? Contribution);

/// <summary>One model in a report; every number is computed by the bounds library from what the assembly declares.</summary>
/// <param name="Model">What the assembly declares.</param>
/// <param name="Layers">The layers from input to output.</param>
/// <param name="PredictedSamples">N̂, a rate with constants dropped; <see langword="null"/> where nothing is predicted.</param>
/// <param name="LargestRankThatFits">The largest common rank with N̂ ≤ N; <see langword="null"/> where N is unknown or not even rank 1 fits.</param>
/// <param name="Verdict">N̂ against N.</param>
/// <param name="IsLowerEstimate">A shape or a spatial width is unknown, so that the true value is larger.</param>
/// <param name="IsExtrapolated">A layer is of a kind that the theorem does not cover.</param>
public sealed record ModelReport(
    ReportedModel Model,
    IReadOnlyList<LayerReport> Layers,
    double? PredictedSamples,
    long? LargestRankThatFits,
    Verdict Verdict,
    bool IsLowerEstimate,
    bool IsExtrapolated)
{
    /// <summary>Computes the report of one model.</summary>
    public static ModelReport Of(ReportedModel model)
    {
        var known = model.Layers.Where(layer => layer.Outputs >= 1 && layer.Inputs >= 1).ToList();
        var isLower = model.Unread.Count > 0 || known.Count < model.Layers.Count || known.Any(layer => layer.SpatialWidth < 1);
        var isExtrapolated = known.Any(layer => !layer.IsCoveredByTheorem);
        if (known.Count == 0 || !known.All(layer => layer.IsUsable))
            return new ModelReport(model, [.. model.Layers.Select(layer => new LayerReport(layer, null, null))], null, null, Verdict.NotPredicted, isLower, isExtrapolated);

        var declared = known.Select(layer => layer.ToDeclaredLayer()).ToList();
        var constraints = declared.Select(layer => layer.ToConstraint()).ToList();
        var options = DeclaredLayer.Options(declared, Usable(model.InputNorm), Usable(model.Margin));
        var predicted = SampleComplexity.Predict(constraints, options);
        var entered = 0;
        return new ModelReport(
            model,
            [.. model.Layers.Select(Report)],
            predicted.Samples,
            model.Samples >= 1 ? SampleComplexity.LargestRankThatFits(constraints, model.Samples, options) : null,
            model.Samples < 1 ? Verdict.DatasetSizeUnknown : predicted.Samples <= model.Samples ? Verdict.Fits : Verdict.TooFewSamples,
            isLower,
            isExtrapolated);

        LayerReport Report(ReportedLayer layer)
        {
            if (layer.Outputs < 1 || layer.Inputs < 1) return new LayerReport(layer, null, null);
            var index = entered++;
            return new LayerReport(layer, declared[index].RankBudget, predicted.Contributions[index]);
        }
    }

    private static double Usable(double norm) => norm is > 0 and <= double.MaxValue ? norm : 0;
}
