namespace RankAttributes.Bounds;

/// <summary>
/// Norms and ranks of a matrix as functions of its singular values, in any order. Every method throws
/// <see cref="ArgumentException"/> for a list that is empty or holds a value that is negative or not finite; ranks of the zero matrix are 0.
/// </summary>
public static class SpectralMeasures
{
    /// <summary>The spectral norm ‖A‖ = σ₁, in the units of the weights.</summary>
    /// <param name="singularValues">The singular values.</param>
    public static double SpectralNorm(IReadOnlyList<double> singularValues)
    {
        if (singularValues is null) throw new ArgumentNullException(nameof(singularValues));
        if (singularValues.Count == 0) throw new ArgumentException("A matrix has one singular value or more; the list is empty.", nameof(singularValues));
        var largest = 0.0;
        for (var index = 0; index < singularValues.Count; index++)
            largest = Math.Max(largest, Guard.NotNegative(singularValues[index], nameof(singularValues)));
        return largest;
    }

    /// <summary>The Frobenius norm ‖A‖_F = √Σσᵢ², in the units of the weights; at most <see cref="double.MaxValue"/>.</summary>
    /// <param name="singularValues">The singular values.</param>
    public static double FrobeniusNorm(IReadOnlyList<double> singularValues)
    {
        var norm = SpectralNorm(singularValues);
        return norm == 0 ? 0 : Math.Min(norm * Math.Sqrt(RelativePower(singularValues, norm, 2)), double.MaxValue);
    }

    /// <summary>ln ‖A‖_Sp^p = ln Σσᵢ^p; negative infinity for the zero matrix, and only for it.</summary>
    /// <param name="singularValues">The singular values.</param>
    /// <param name="p">The Schatten index in [0, 2]; at 0, ln of the rank.</param>
    public static double LogSchattenPower(IReadOnlyList<double> singularValues, double p)
    {
        var norm = SpectralNorm(singularValues);
        Guard.Index(p, nameof(p));
        return norm == 0 ? double.NegativeInfinity : (p * Math.Log(norm)) + Math.Log(RelativePower(singularValues, norm, p));
    }

    /// <summary>
    /// The p-effective rank r_p = ‖A‖_Sp^p / ‖A‖^p, between 1 and the rank; it falls as p grows. r₀ is the rank, r₁ the intrinsic
    /// (nuclear) rank, r₂ the stable rank.
    /// </summary>
    /// <param name="singularValues">The singular values.</param>
    /// <param name="p">The Schatten index in [0, 2].</param>
    public static double EffectiveRank(IReadOnlyList<double> singularValues, double p)
    {
        var norm = SpectralNorm(singularValues);
        Guard.Index(p, nameof(p));
        return norm == 0 ? 0 : RelativePower(singularValues, norm, p);
    }

    /// <summary>The stable rank ‖A‖_F² / ‖A‖², the p-effective rank at p = 2.</summary>
    /// <param name="singularValues">The singular values.</param>
    public static double StableRank(IReadOnlyList<double> singularValues) => EffectiveRank(singularValues, 2);

    /// <summary>The numerical rank: the count of σᵢ &gt; σ₁ · max(m, n) · ε.</summary>
    /// <param name="singularValues">The singular values.</param>
    /// <param name="outputs">Rows m ≥ 1.</param>
    /// <param name="inputs">Columns n ≥ 1.</param>
    /// <param name="machineEpsilon">ε of the dtype the weight is kept in: 2⁻²³ for float32, 2⁻⁵² for float64.</param>
    public static int NumericalRank(IReadOnlyList<double> singularValues, long outputs, long inputs, double machineEpsilon)
    {
        var largest = Math.Max(Guard.AtLeastOne(outputs, nameof(outputs)), Guard.AtLeastOne(inputs, nameof(inputs)));
        var threshold = SpectralNorm(singularValues) * largest * Guard.NotNegative(machineEpsilon, nameof(machineEpsilon));
        var count = 0;
        for (var index = 0; index < singularValues.Count; index++)
        {
            if (singularValues[index] > threshold) count++;
        }

        return count;
    }

    /// <summary>
    /// The entropy rank exp(−Σ qᵢ ln qᵢ) with qᵢ = σᵢ/Σσ, between 1 and the rank: Roy, Vetterli, <i>The effective rank: a measure of
    /// effective dimensionality</i>, EUSIPCO 2007.
    /// </summary>
    /// <param name="singularValues">The singular values.</param>
    public static double EntropyRank(IReadOnlyList<double> singularValues)
    {
        var norm = SpectralNorm(singularValues);
        if (norm == 0) return 0;
        var total = RelativePower(singularValues, norm, 1);
        var entropy = 0.0;
        for (var index = 0; index < singularValues.Count; index++)
        {
            var share = singularValues[index] / norm / total;
            if (share > 0) entropy -= share * Math.Log(share);
        }

        return Math.Exp(entropy);
    }

    /// <summary>A copy, checked, σ₁ first.</summary>
    internal static double[] Sorted(IReadOnlyList<double> singularValues)
    {
        SpectralNorm(singularValues);
        var sorted = new double[singularValues.Count];
        for (var index = 0; index < sorted.Length; index++) sorted[index] = singularValues[index];
        Array.Sort(sorted);
        Array.Reverse(sorted);
        return sorted;
    }

    /// <summary>Σ (σᵢ/σ₁)^p over the values that are not 0. Relative to σ₁, no power overflows.</summary>
    private static double RelativePower(IReadOnlyList<double> singularValues, double norm, double p)
    {
        var sum = 0.0;
        for (var index = 0; index < singularValues.Count; index++)
        {
            if (singularValues[index] > 0) sum += p == 0 ? 1 : Math.Pow(singularValues[index] / norm, p);
        }

        return sum;
    }
}
