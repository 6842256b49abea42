using RankAttributes.Bounds;

namespace RankAttributes.Roslyn.Declarations;

/// <summary>A declaration handed to the bounds library: what is predicted for it, and how far that can be trusted.</summary>
/// <param name="Prediction">N̂ and its parts, layer by layer in the order of <see cref="Layers"/>.</param>
/// <param name="Layers">The layers whose shape is known; only these are in the sum.</param>
/// <param name="IsLowerEstimate">A shape or a spatial width is unknown, so that the true value is larger.</param>
/// <param name="IsExtrapolated">A layer is of a kind that the theorem does not cover.</param>
internal sealed record ModelComplexity(
    PredictedComplexity Prediction,
    EquatableArray<LayerDeclaration> Layers,
    bool IsLowerEstimate,
    bool IsExtrapolated)
{
    /// <summary>The prediction, or <see langword="null"/> where no layer could be read or a declared value is unusable.</summary>
    public static ModelComplexity? Of(ModelDeclaration model, TrainingDataDeclaration? data)
    {
        var layers = model.Layers.Where(layer => layer.FullRank is > 0).ToEquatableArray();
        if (layers.Count == 0 || !model.Layers.All(HasUsableSettings)) return null;
        var prediction = SampleComplexity.Predict(Constraints(layers), Options(layers, data));
        return new ModelComplexity(
            prediction,
            layers,
            IsLowerEstimate: model.Unknowns.Count > 0 || layers.Any(layer => layer.IsConvolution),
            IsExtrapolated: layers.Any(layer => !layer.IsCoveredByTheorem));
    }

    /// <summary>The largest single rank at which the model fits <paramref name="data"/>, or <see langword="null"/> where not even rank 1 does.</summary>
    public long? LargestRankThatFits(TrainingDataDeclaration data)
        => SampleComplexity.LargestRankThatFits(Constraints(Layers), data.Samples, Options(Layers, data));

    private static List<LayerConstraint> Constraints(EquatableArray<LayerDeclaration> layers) => layers.Select(layer =>
    {
        var constraint = new LayerConstraint(layer.Outputs.Value!.Value, layer.Inputs.Value!.Value)
        {
            P = layer.Settings.P,
            IsRankFixed = layer.IsIgnored,
        };
        return layer.Settings.DeclaresRank && !layer.IsIgnored
            ? constraint with { Rank = Math.Min(layer.Settings.Rank, constraint.MaximalRank) }
            : constraint;
    }).ToList();

    /// <summary>Γ = (B/γ)·Π‖A‖ over what is declared.</summary>
    private static RateOptions Options(EquatableArray<LayerDeclaration> layers, TrainingDataDeclaration? data)
    {
        var logarithm = layers.Where(layer => layer.Settings.SpectralNorm > 0).Sum(layer => Math.Log(layer.Settings.SpectralNorm));
        if (data is { InputNorm: > 0 }) logarithm += Math.Log(data.InputNorm);
        if (data is { Margin: > 0 }) logarithm -= Math.Log(data.Margin);
        return new RateOptions { LogNormFactor = logarithm };
    }

    private static bool HasUsableSettings(LayerDeclaration layer)
        => layer.Settings is { P: > 0 and <= 2, SpectralNorm: >= 0 and < double.PositiveInfinity };
}
