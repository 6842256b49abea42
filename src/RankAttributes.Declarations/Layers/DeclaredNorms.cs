namespace RankAttributes.Declarations;

/// <summary>
/// Γ = (B/γ)·Π‖A‖ of a declared network. It is known only where every factor is declared: with a 1 in place of a missing factor the
/// estimate would depend on a number that nobody gave.
/// </summary>
internal static class DeclaredNorms
{
    /// <summary>What is not declared of Γ, as the attributes name it; empty where Γ is known.</summary>
    /// <param name="layers">The layers that enter the estimate, with their norms.</param>
    /// <param name="data">What is declared about the training data.</param>
    public static IEnumerable<string> Missing(IEnumerable<LayerDeclaration> layers, TrainingDataDeclaration? data)
    {
        if (!DeclaredValue.InputNorm.Contains(data?.InputNorm ?? 0)) yield return DeclaredValue.InputNorm.Name;
        if (!DeclaredValue.Margin.Contains(data?.Margin ?? 0)) yield return DeclaredValue.Margin.Name;
        if (layers.Any(layer => layer.WithNorm(data).Settings.SpectralNorm <= 0)) yield return DeclaredValue.SpectralNorm.Name;
    }

    /// <summary>ln Γ, or <see langword="null"/> where a factor is not declared.</summary>
    public static double? LogFactor(IReadOnlyCollection<LayerDeclaration> layers, TrainingDataDeclaration? data)
        => data is null || Missing(layers, data).Any()
            ? null
            : Math.Log(data.InputNorm) - Math.Log(data.Margin) + layers.Sum(layer => Math.Log(layer.WithNorm(data).Settings.SpectralNorm));
}
