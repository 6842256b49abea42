using RankAttributes.Bounds;

namespace RankAttributes.Declarations;

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
        var layers = model.Layers.Where(layer => layer.IsResolved).Select(layer => layer.WithNorm(data)).ToEquatableArray();
        if (layers.Count == 0 || !model.Layers.All(HasUsableSettings)) return null;
        var declared = Declared(layers);
        var prediction = SampleComplexity.Predict(Constraints(declared), Options(declared, data));
        return new ModelComplexity(
            prediction,
            layers,
            IsLowerEstimate: !model.IsResolved || layers.Any(layer => layer is { IsConvolution: true, SpatialWidth: 0 }),
            IsExtrapolated: layers.Any(layer => !layer.IsCoveredByTheorem));
    }

    /// <summary>The largest single rank at which the model fits <paramref name="data"/>, or <see langword="null"/> where not even rank 1 does.</summary>
    public long? LargestRankThatFits(TrainingDataDeclaration data)
    {
        var declared = Declared(Layers);
        return SampleComplexity.LargestRankThatFits(Constraints(declared), data.Samples, Options(declared, data));
    }

    /// <summary>The largest rank of one layer at which the model fits, all others being as they are; <see langword="null"/> where none does.</summary>
    public long? LargestRankThatFits(TrainingDataDeclaration data, int only)
    {
        var declared = Declared(Layers);
        var constraints = Constraints(declared);
        for (var layer = 0; layer < constraints.Length; layer++)
        {
            if (layer != only) constraints[layer] = constraints[layer] with { IsRankFixed = true };
        }

        return SampleComplexity.LargestRankThatFits(constraints, data.Samples, Options(declared, data));
    }

    private static DeclaredLayer[] Declared(EquatableArray<LayerDeclaration> layers)
        => [.. layers.Select(layer => layer.ToDeclaredLayer(layer.Outputs.Value!.Value, layer.Inputs.Value!.Value))];

    private static LayerConstraint[] Constraints(DeclaredLayer[] layers) => [.. layers.Select(layer => layer.ToConstraint())];

    private static RateOptions Options(DeclaredLayer[] layers, TrainingDataDeclaration? data)
        => DeclaredLayer.Options(layers, Usable(data?.InputNorm), Usable(data?.Margin)) with { Constant = data?.Constant ?? 1, TargetGap = data?.TargetGap ?? 1 };

    // A norm that cannot be used is reported where it is declared (RANK0004) and counts as not declared.
    private static double Usable(double? norm) => norm is > 0 and <= double.MaxValue ? norm.Value : 0;

    private static bool HasUsableSettings(LayerDeclaration layer)
        => layer.Settings is { P: > 0 and <= 2, SpectralNorm: >= 0 and < double.PositiveInfinity };
}
