namespace RankAttributes.Bounds;

/// <summary>
/// The predicted sample complexity of a network: the dominant term of Theorem 3.6 of Ledent, Alves, Lei, <i>Generalization Bounds
/// for Rank-sparse Neural Networks</i>, NeurIPS 2025 (arXiv 2510.21945), constants and logarithms dropped.
/// </summary>
/// <remarks>
/// N̂ = C·L·R²/g² with R² = Σ_ℓ Γ^(2p/(p+2)) · r^(2/(p+2)) · (m+n)^(2/(p+2)) · W^(p/(p+2)), where W = m·w for every layer but the
/// last, and 1 for the last. At p = 0 it is L·Σ r(m+n); at p = 2 each term is Γ·√(r(m+n)W).
/// </remarks>
public static class SampleComplexity
{
    /// <summary>Predicts N̂ and each layer's share of it.</summary>
    /// <param name="layers">The layers from input to output, at least one.</param>
    /// <param name="options">Γ, g and C; 1 each where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="layers"/> is empty or holds null.</exception>
    public static PredictedComplexity Predict(IReadOnlyList<LayerConstraint> layers, RateOptions? options = null)
    {
        Guard.NotEmpty(layers, nameof(layers));
        options ??= RateOptions.Default;
        var terms = new double[layers.Count];
        if (layers.All(layer => layer.P == 0)) return OfRanks(layers, terms, options);
        for (var layer = 0; layer < terms.Length; layer++)
            terms[layer] = LogTerm(layers[layer], layer == terms.Length - 1, layers[layer].Rank, options.LogNormFactor);
        return OfTerms(terms, options);
    }

    /// <summary>N̂ where every index is 0: C·L·Σ r(m + n)/g², without a logarithm, so that it is the number one gets by hand.</summary>
    private static PredictedComplexity OfRanks(IReadOnlyList<LayerConstraint> layers, double[] terms, RateOptions options)
    {
        var sum = 0.0;
        for (var layer = 0; layer < terms.Length; layer++) sum += terms[layer] = layers[layer].Rank * ((double)layers[layer].Outputs + layers[layer].Inputs);
        for (var layer = 0; layer < terms.Length && sum > 0; layer++) terms[layer] /= sum;
        var samples = options.Constant * terms.Length * sum / options.TargetGap / options.TargetGap;
        return new PredictedComplexity(Math.Min(samples, double.MaxValue), sum, Array.AsReadOnly(terms));
    }

    /// <summary>N̂ from the logarithms of the terms of R², which become the layers' shares.</summary>
    internal static PredictedComplexity OfTerms(double[] terms, RateOptions options)
    {
        var largest = double.NegativeInfinity;
        for (var layer = 0; layer < terms.Length; layer++) largest = Math.Max(largest, terms[layer]);
        if (double.IsNegativeInfinity(largest)) return new PredictedComplexity(0, 0, new double[terms.Length]);
        var relative = 0.0;
        for (var layer = 0; layer < terms.Length; layer++) relative += terms[layer] = Math.Exp(terms[layer] - largest);
        for (var layer = 0; layer < terms.Length; layer++) terms[layer] /= relative;
        var logSquared = largest + Math.Log(relative);
        return new PredictedComplexity(
            LogArithmetic.FiniteExp(logSquared + LogScale(terms.Length, options)), LogArithmetic.FiniteExp(logSquared), Array.AsReadOnly(terms));
    }

    /// <summary>
    /// The largest single integer rank r such that N̂ ≤ N when every layer's budget is min(its own, r), those with a fixed rank apart; at
    /// most the largest budget there is, beyond which nothing changes. <see langword="null"/> where not even rank 1 fits.
    /// </summary>
    /// <param name="layers">The layers from input to output, at least one.</param>
    /// <param name="samples">The number N &gt; 0 of training samples.</param>
    /// <param name="options">Γ, g and C; 1 each where <see langword="null"/>.</param>
    public static long? LargestRankThatFits(IReadOnlyList<LayerConstraint> layers, double samples, RateOptions? options = null)
    {
        Guard.NotEmpty(layers, nameof(layers));
        options ??= RateOptions.Default;
        var allowed = Math.Log(Guard.Positive(samples, nameof(samples))) - LogScale(layers.Count, options);
        var high = 1L;
        for (var layer = 0; layer < layers.Count; layer++) high = Math.Max(high, layers[layer].IsRankFixed ? 1 : (long)Math.Ceiling(layers[layer].Rank));
        if (Fits(layers, high, allowed, options)) return high;
        var low = 0L;
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (Fits(layers, middle, allowed, options)) low = middle;
            else high = middle;
        }

        return low == 0 ? null : low;
    }

    /// <summary>ln of one term of R²; negative infinity for a term that is 0.</summary>
    internal static double LogTerm(LayerConstraint layer, bool isLast, double rank, double logNormFactor)
    {
        var p = layer.P;
        if (rank <= 0) return double.NegativeInfinity;
        var counting = Math.Log(rank) + Math.Log((double)layer.Outputs + layer.Inputs);
        if (p == 0) return counting;
        var width = isLast ? 0 : Math.Log(layer.Outputs) + Math.Log(layer.SpatialWidth);
        return ((2 * p * logNormFactor) + (2 * counting) + (p * width)) / (p + 2);
    }

    private static bool Fits(IReadOnlyList<LayerConstraint> layers, long rank, double allowedLog, RateOptions options)
    {
        var total = 0.0;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var budget = layers[layer].BudgetAt(rank);
            total += Math.Exp(LogTerm(layers[layer], layer == layers.Count - 1, budget, options.LogNormFactor) - allowedLog);
        }

        // A model that asks for exactly N samples fits; the tolerance absorbs the rounding of exp and log.
        return total <= 1 + 1e-12;
    }

    private static double LogScale(int depth, RateOptions options)
        => Math.Log(options.Constant) + Math.Log(depth) - (2 * Math.Log(options.TargetGap));
}
