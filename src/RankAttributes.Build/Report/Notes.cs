namespace RankAttributes.Build.Report;

/// <summary>How far a model's numbers can be trusted.</summary>
internal static class Notes
{
    public static IEnumerable<string> Of(ModelReport model)
    {
        if (model.IsLowerEstimate) yield return "A lower estimate: a shape or a spatial width is unknown.";
        if (model.IsExtrapolated) yield return "Extrapolated beyond the theorem: it does not cover every layer of this model.";
        if (model.Rate is not null && !DeclaresNorms(model)) yield return "No norms are declared, so the norm factor Γ counts as 1.";
    }

    public static bool DeclaresNorms(ModelReport model) => model.Model.InputNorm > 0 || model.Model.Margin > 0 || model.Layers.Any(layer => layer.Declared.SpectralNorm > 0);
}
