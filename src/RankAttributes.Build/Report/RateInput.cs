using RankAttributes.Bounds;

namespace RankAttributes.Build.Report;

/// <summary>What a model declares, as the bounds library takes it: the layers of known shape, and Γ.</summary>
internal sealed record RateInput(IReadOnlyList<LayerConstraint> Layers, IReadOnlyList<DeclaredLayer> Declared, RateOptions Options)
{
    /// <summary>The input, or <see langword="null"/> where no layer has a shape or a declared value is out of range.</summary>
    public static RateInput? Of(ReportedModel model)
    {
        var known = model.Layers.Where(layer => layer.IsResolved).ToList();
        if (known.Count == 0 || !known.All(layer => layer.IsUsable)) return null;
        var declared = known.Select(layer => layer.ToDeclaredLayer()).ToList();
        return new RateInput(
            [.. declared.Select(layer => layer.ToConstraint())],
            declared,
            DeclaredLayer.Options(declared, Usable(model.InputNorm), Usable(model.Margin)) with { Constant = model.Constant, TargetGap = model.TargetGap });
    }

    public PredictedComplexity Predict() => SampleComplexity.Predict(Layers, Options);

    /// <summary>The constraints with their declared norms, which the rate keeps apart in Γ.</summary>
    public IReadOnlyList<LayerConstraint> WithNorms => [.. Layers.Select((layer, index) => Declared[index].SpectralNorm > 0 ? layer with { SpectralNorm = Declared[index].SpectralNorm } : layer)];

    private static double Usable(double norm) => norm is > 0 and <= double.MaxValue ? norm : 0;
}
