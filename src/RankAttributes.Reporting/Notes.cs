namespace RankAttributes.Reporting;

/// <summary>How far a model's numbers can be trusted.</summary>
internal static class Notes
{
    public static IEnumerable<string> Of(ModelReport model)
    {
        if (model.IsLowerEstimate) yield return "A lower estimate: a shape or a spatial width is unknown.";
        if (model.IsExtrapolated) yield return "Extrapolated beyond the theorem: it does not cover every layer of this model.";
        if (model.Rate is { } rate && model.Model is { InputNorm: 0, Margin: 0 } && rate.Declared.All(layer => layer.SpectralNorm == 0))
            yield return "No norms are declared, so the norm factor Γ counts as 1.";
    }
}
