namespace RankAttributes.Bounds;

/// <summary>
/// How far a change of one layer moves the network's output, in logarithms so that a thousand layers do not overflow:
/// b_ℓ = ρ(√κ·s·b_{ℓ−1} + β), a_ℓ = Π_{i&gt;ℓ} ρ√κ·s, c_ℓ = a_ℓ·ρ·√κ·b_{ℓ−1}, c'_ℓ = a_ℓ·ρ.
/// </summary>
internal static class Propagation
{
    /// <summary>Fills ln c_ℓ and ln c'_ℓ; negative infinity where a change does not reach the output.</summary>
    public static void Fill(IReadOnlyList<LayerConstraint> layers, double inputNorm, double[] logMatrix, double[] logBias)
    {
        var logActivation = Math.Log(inputNorm);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var constraint = layers[layer];
            var logOverlap = 0.5 * Math.Log(constraint.Overlap);
            var logLipschitz = Math.Log(constraint.Lipschitz);
            logMatrix[layer] = logLipschitz + logOverlap + logActivation;
            logBias[layer] = logLipschitz;
            var carried = logOverlap + Math.Log(constraint.SpectralNorm) + logActivation;
            logActivation = logLipschitz + LogArithmetic.Sum(carried, Math.Log(constraint.BiasNorm ?? 0));
        }

        var logAmplification = 0.0;
        for (var layer = layers.Count - 1; layer >= 0; layer--)
        {
            logMatrix[layer] += logAmplification;
            logBias[layer] += logAmplification;
            var constraint = layers[layer];
            logAmplification += Math.Log(constraint.Lipschitz) + (0.5 * Math.Log(constraint.Overlap)) + Math.Log(constraint.SpectralNorm);
        }
    }
}
