using RankAttributes.Bounds;

namespace RankAttributes.Declarations;

/// <summary>The generalization gap that one bound predicts for a declaration at N, as a rate.</summary>
/// <param name="Name">The bound.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Gap">The gap; at 1 and above it promises nothing.</param>
internal sealed record ComparedBound(string Name, string Source, double Gap)
{
    /// <summary>
    /// The bounds at the largest norms that the declared budgets allow. Without declared norms only those that need none; nothing where N or
    /// every shape is unknown.
    /// </summary>
    public static IReadOnlyList<ComparedBound> Compare(ModelPrediction prediction)
    {
        if (prediction is not { Rate: { } rate, Gap: { } predicted, Data: { } data }) return [];
        var norms = rate.WithNorms.Select(LayerNorms.LargestOf).ToList();
        var samples = (double)data.Samples;
        ComparedBound[] free =
        [
            new("rank-sparse (N̂)", "Ledent, Alves, Lei 2025, Theorem 3.6 (arXiv 2510.21945)", predicted),
            new("parameter counting", "Long, Sedghi 2020 (arXiv 1905.12600); Graf et al. 2022", ComparisonBounds.ParameterCounting(norms, samples)),
        ];
        return !rate.UsesNorms ? free :
        [
            .. free,
            new("spectral, mixed norm", "Bartlett, Foster, Telgarsky 2017 (arXiv 1706.08498)",
                ComparisonBounds.BartlettFosterTelgarsky(norms, samples, data.InputNorm, data.Margin)),
            new("spectral, Frobenius", "Neyshabur, Bhojanapalli, Srebro 2018 (arXiv 1707.09564)",
                ComparisonBounds.NeyshaburBhojanapalliSrebro(norms, samples, data.InputNorm, data.Margin)),
            new("Frobenius product", "Golowich, Rakhlin, Shamir 2018 (arXiv 1712.06541)",
                ComparisonBounds.GolowichRakhlinShamir(norms, samples, data.InputNorm, data.Margin)),
        ];
    }
}
