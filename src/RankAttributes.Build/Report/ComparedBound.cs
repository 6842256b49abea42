using RankAttributes.Bounds;

namespace RankAttributes.Build.Report;

/// <summary>The generalization gap that one bound predicts for a declaration at N, as a rate.</summary>
/// <param name="Name">The bound.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="Gap">The gap; from 1 on it says nothing.</param>
internal sealed record ComparedBound(string Name, string Source, double Gap)
{
    /// <summary>The bounds at the largest norms that the declared budgets allow; a norm that is not declared counts as 1.</summary>
    internal static IReadOnlyList<ComparedBound> Of(ModelReport model)
    {
        if (model is not { Rate: { } rate, PredictedGap: { } predicted }) return [];
        var norms = rate.WithNorms.Select(LayerNorms.LargestOf).ToList();
        var samples = (double)model.Model.Samples;
        var inputNorm = model.Model.InputNorm is > 0 and <= double.MaxValue and var declared ? declared : 1;
        var margin = model.Model.Margin is > 0 and <= double.MaxValue and var wanted ? wanted : 1;
        return
        [
            new("rank-sparse (N̂)", "Ledent, Alves, Lei 2025, Theorem 3.6 (arXiv 2510.21945)", predicted),
            new("parameter counting", "Long, Sedghi 2020 (arXiv 1905.12600); Graf et al. 2022", ComparisonBounds.ParameterCounting(norms, samples)),
            new("spectral, mixed norm", "Bartlett, Foster, Telgarsky 2017 (arXiv 1706.08498)", ComparisonBounds.BartlettFosterTelgarsky(norms, samples, inputNorm, margin)),
            new("spectral, Frobenius", "Neyshabur, Bhojanapalli, Srebro 2018 (arXiv 1707.09564)", ComparisonBounds.NeyshaburBhojanapalliSrebro(norms, samples, inputNorm, margin)),
            new("Frobenius product", "Golowich, Rakhlin, Shamir 2018 (arXiv 1712.06541)", ComparisonBounds.GolowichRakhlinShamir(norms, samples, inputNorm, margin)),
        ];
    }
}
