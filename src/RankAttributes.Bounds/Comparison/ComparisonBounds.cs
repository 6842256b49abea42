namespace RankAttributes.Bounds;

/// <summary>
/// Bounds of the literature on the generalization gap, as rates: constants and logarithms are dropped where the sources' own summaries
/// drop them. For side-by-side comparison at the same N and the same weights. A value beyond the range of a double reads as
/// <see cref="double.MaxValue"/>; a network with a zero matrix computes a constant, and its norm-based bounds are 0.
/// </summary>
public static class ComparisonBounds
{
    /// <summary>√(P·L/N), P the number of weights: Long, Sedghi, ICLR 2020 (arXiv 1905.12600); Graf, Zeng, Rieck, Niethammer, Kwitt, NeurIPS 2022.</summary>
    /// <param name="layers">The layers, at least one; only their shapes are used.</param>
    /// <param name="samples">N &gt; 0.</param>
    public static double ParameterCounting(IReadOnlyList<LayerNorms> layers, double samples)
    {
        Guard.NotEmpty(layers, nameof(layers));
        var parameters = 0.0;
        for (var layer = 0; layer < layers.Count; layer++) parameters += (double)layers[layer].Outputs * layers[layer].Inputs;
        return Rate(0.5 * (Math.Log(parameters) + Math.Log(layers.Count)), samples);
    }

    /// <summary>(B/γ)·Π ρᵢ‖Aᵢ‖ · (Σ ‖Aᵢᵀ−Mᵢᵀ‖_{2,1}^(2/3) / ‖Aᵢ‖^(2/3))^(3/2) / √N: Bartlett, Foster, Telgarsky, NeurIPS 2017 (arXiv 1706.08498).</summary>
    /// <param name="layers">The layers with their mixed norms, at least one.</param>
    /// <param name="samples">N &gt; 0.</param>
    /// <param name="inputNorm">B ≥ 0.</param>
    /// <param name="margin">γ &gt; 0.</param>
    public static double BartlettFosterTelgarsky(IReadOnlyList<LayerNorms> layers, double samples, double inputNorm, double margin)
    {
        var product = LogSpectralProduct(layers, inputNorm, margin, withLipschitz: true);
        var sum = double.NegativeInfinity;
        for (var layer = 0; layer < layers.Count; layer++)
            sum = LogArithmetic.Sum(sum, 2.0 / 3 * (Math.Log(layers[layer].MixedNorm) - Math.Log(layers[layer].SpectralNorm)));
        return Rate(Times(product, 1.5 * sum), samples);
    }

    /// <summary>(B/γ)·L·√W·Π‖Aᵢ‖·√(Σ ‖Aᵢ‖_F²/‖Aᵢ‖²) / √N, W the largest dimension: Neyshabur, Bhojanapalli, Srebro, ICLR 2018 (arXiv 1707.09564).</summary>
    /// <param name="layers">The layers, at least one.</param>
    /// <param name="samples">N &gt; 0.</param>
    /// <param name="inputNorm">B ≥ 0.</param>
    /// <param name="margin">γ &gt; 0.</param>
    public static double NeyshaburBhojanapalliSrebro(IReadOnlyList<LayerNorms> layers, double samples, double inputNorm, double margin)
    {
        var product = LogSpectralProduct(layers, inputNorm, margin, withLipschitz: false);
        var sum = double.NegativeInfinity;
        var width = 1L;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            sum = LogArithmetic.Sum(sum, 2 * (Math.Log(layers[layer].FrobeniusNorm) - Math.Log(layers[layer].SpectralNorm)));
            width = Math.Max(width, Math.Max(layers[layer].Outputs, layers[layer].Inputs));
        }

        return Rate(Times(product, Math.Log(layers.Count) + (0.5 * Math.Log(width)) + (0.5 * sum)), samples);
    }

    /// <summary>(B/γ)·√L·Π ‖Aᵢ‖_F / √N: Golowich, Rakhlin, Shamir, COLT 2018 (arXiv 1712.06541).</summary>
    /// <param name="layers">The layers, at least one.</param>
    /// <param name="samples">N &gt; 0.</param>
    /// <param name="inputNorm">B ≥ 0.</param>
    /// <param name="margin">γ &gt; 0.</param>
    public static double GolowichRakhlinShamir(IReadOnlyList<LayerNorms> layers, double samples, double inputNorm, double margin)
    {
        Guard.NotEmpty(layers, nameof(layers));
        var logarithm = LogScale(inputNorm, margin) + (0.5 * Math.Log(layers.Count));
        for (var layer = 0; layer < layers.Count; layer++) logarithm = Times(logarithm, Math.Log(layers[layer].FrobeniusNorm));
        return Rate(logarithm, samples);
    }

    private static double LogSpectralProduct(IReadOnlyList<LayerNorms> layers, double inputNorm, double margin, bool withLipschitz)
    {
        Guard.NotEmpty(layers, nameof(layers));
        var logarithm = LogScale(inputNorm, margin);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            logarithm = Times(logarithm, Math.Log(layers[layer].SpectralNorm));
            if (withLipschitz) logarithm = Times(logarithm, Math.Log(layers[layer].Lipschitz));
        }

        return logarithm;
    }

    private static double LogScale(double inputNorm, double margin)
        => Math.Log(Guard.NotNegative(inputNorm, nameof(inputNorm))) - Math.Log(Guard.Positive(margin, nameof(margin)));

    /// <summary>The logarithm of a product in which 0 wins over everything, infinity among it.</summary>
    private static double Times(double a, double b)
        => double.IsNegativeInfinity(a) || double.IsNegativeInfinity(b) ? double.NegativeInfinity : a + b;

    private static double Rate(double logarithm, double samples)
        => LogArithmetic.FiniteExp(logarithm - (0.5 * Math.Log(Guard.Positive(samples, nameof(samples)))));
}
