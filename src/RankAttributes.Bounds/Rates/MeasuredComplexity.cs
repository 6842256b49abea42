namespace RankAttributes.Bounds;

/// <summary>
/// The rate of trained weights: the same dominant terms as <see cref="SampleComplexity"/>, with measured norms and p-effective ranks, and
/// with the Schatten index chosen per layer. Constants and logarithms are dropped.
/// </summary>
public static class MeasuredComplexity
{
    // Fine enough that a finer grid changes the fourth digit; both ends of [0, 2] are in it.
    private const int GridSteps = 40;

    /// <summary>
    /// ln Γ_ℓ of Theorem 3.6, the same for every layer: Γ = (B/γ)·Π ρᵢ‖Aᵢ‖. Negative infinity, and nothing else that is not finite, where Γ is 0.
    /// </summary>
    /// <param name="layers">The layers from input to output, at least one.</param>
    /// <param name="inputNorm">B ≥ 0, the largest norm of an input.</param>
    /// <param name="margin">γ &gt; 0.</param>
    public static IReadOnlyList<double> LogNormFactors(IReadOnlyList<TrainedLayer> layers, double inputNorm, double margin)
    {
        Guard.NotEmpty(layers, nameof(layers));
        Guard.NotNegative(inputNorm, nameof(inputNorm));
        var first = new double[layers.Count];
        first[0] = inputNorm;
        var factors = Factors(layers, first, margin);
        for (var layer = 1; layer < factors.Length; layer++) factors[layer] = factors[0];
        return Array.AsReadOnly(factors);
    }

    /// <summary>
    /// ln Γ_ℓ of Theorem 3.7, which depends on the training set: Γ_ℓ = (B_{ℓ−1}/γ)·Π_{i≥ℓ} ρᵢ‖Aᵢ‖; negative infinity where it is 0.
    /// </summary>
    /// <param name="layers">The layers from input to output, at least one.</param>
    /// <param name="activationNorms">B_{ℓ−1} ≥ 0 for ℓ = 1..L: the largest norm of what enters each layer over the training set, of a patch for a
    /// convolution.</param>
    /// <param name="margin">γ &gt; 0.</param>
    public static IReadOnlyList<double> LogNormFactors(IReadOnlyList<TrainedLayer> layers, IReadOnlyList<double> activationNorms, double margin)
    {
        Guard.NotEmpty(layers, nameof(layers));
        if (activationNorms is null) throw new ArgumentNullException(nameof(activationNorms));
        if (activationNorms.Count != layers.Count)
            throw new ArgumentException($"activationNorms has {activationNorms.Count} values; there are {layers.Count} layers.", nameof(activationNorms));
        return Array.AsReadOnly(Factors(layers, activationNorms, margin));
    }

    /// <summary>The rate at a fixed index per layer.</summary>
    /// <param name="layers">The layers from input to output, at least one.</param>
    /// <param name="logNormFactors">ln Γ_ℓ for each layer, from <c>LogNormFactors</c>.</param>
    /// <param name="indices">p for each layer, in [0, 2].</param>
    /// <param name="options">g and C; Γ is not read from here.</param>
    public static PredictedComplexity AtIndices(
        IReadOnlyList<TrainedLayer> layers, IReadOnlyList<double> logNormFactors, IReadOnlyList<double> indices, RateOptions? options = null)
    {
        Check(layers, logNormFactors);
        if (indices is null || indices.Count != layers.Count)
            throw new ArgumentException($"indices must have one p for each of the {layers.Count} layers.", nameof(indices));
        var terms = new double[layers.Count];
        for (var layer = 0; layer < terms.Length; layer++) terms[layer] = LogTerm(layers, layer, indices[layer], logNormFactors[layer]);
        return SampleComplexity.OfTerms(terms, options ?? RateOptions.Default);
    }

    /// <summary>The index of each layer that makes its term of the rate least, over 0, 0.05, …, 2; the first of equals.</summary>
    /// <param name="layers">The layers from input to output, at least one.</param>
    /// <param name="logNormFactors">ln Γ_ℓ for each layer, from <c>LogNormFactors</c>.</param>
    /// <remarks>The theorem allows the choice after training at the price of logarithms, which the rate drops.</remarks>
    public static IReadOnlyList<double> BestIndices(IReadOnlyList<TrainedLayer> layers, IReadOnlyList<double> logNormFactors)
    {
        Check(layers, logNormFactors);
        var best = new double[layers.Count];
        for (var layer = 0; layer < best.Length; layer++)
        {
            var least = double.PositiveInfinity;
            var ranks = layers[layer].EffectiveRanks(GridSteps);
            for (var step = 0; step <= GridSteps; step++)
            {
                var p = 2.0 * step / GridSteps;
                var term = SampleComplexity.LogTerm(layers[layer].ToConstraint(p, ranks[step]), layer == best.Length - 1, ranks[step], logNormFactors[layer]);
                if (term < least) (least, best[layer]) = (term, p);
            }
        }

        return Array.AsReadOnly(best);
    }

    private static double LogTerm(IReadOnlyList<TrainedLayer> layers, int layer, double p, double logNormFactor)
        => SampleComplexity.LogTerm(layers[layer].ToConstraint(p), layer == layers.Count - 1, layers[layer].EffectiveRank(p), logNormFactor);

    private static double[] Factors(IReadOnlyList<TrainedLayer> layers, IReadOnlyList<double> norms, double margin)
    {
        var factors = new double[layers.Count];
        var logProduct = -Math.Log(Guard.Positive(margin, nameof(margin)));
        for (var layer = factors.Length - 1; layer >= 0; layer--)
        {
            logProduct += Math.Log(layers[layer].Values[0]) + Math.Log(layers[layer].Lipschitz);
            factors[layer] = logProduct + Math.Log(Guard.NotNegative(norms[layer], nameof(norms)));
        }

        return factors;
    }

    private static void Check(IReadOnlyList<TrainedLayer> layers, IReadOnlyList<double> logNormFactors)
    {
        Guard.NotEmpty(layers, nameof(layers));
        if (logNormFactors is null) throw new ArgumentNullException(nameof(logNormFactors));
        if (logNormFactors.Count != layers.Count)
            throw new ArgumentException($"logNormFactors has {logNormFactors.Count} values; there are {layers.Count} layers.", nameof(logNormFactors));
        for (var layer = 0; layer < logNormFactors.Count; layer++)
        {
            if (!(logNormFactors[layer] < double.PositiveInfinity))
                throw new ArgumentOutOfRangeException(nameof(logNormFactors), logNormFactors[layer], "ln Γ must be below infinity and a number.");
        }
    }
}
