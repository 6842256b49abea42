using RankAttributes.Bounds;

namespace RankAttributes.Declarations;

/// <summary>One point of a curve.</summary>
/// <param name="At">The rank or the index.</param>
/// <param name="Samples">N̂ there.</param>
internal sealed record CurvePoint(double At, double Samples);

/// <summary>N̂ of a model while one thing varies for all regularized layers and everything else stays as declared.</summary>
internal static class ComplexityCurve
{
    private const int RanksPerOctave = 6;
    private const int Indices = 40;

    /// <summary>
    /// N̂ with every regularized layer's budget at min(its own, r), r from 1 to the largest budget: the curve on which the largest rank that fits
    /// is read off. Empty where nothing is predicted or regularized.
    /// </summary>
    public static IReadOnlyList<CurvePoint> AgainstRank(ModelPrediction prediction)
        => prediction.Rate is { } rate && Regularized(rate).Select(layer => (long)layer.Rank).DefaultIfEmpty().Max() is > 0 and var largest
            ? [.. Ranks(largest).Select(rank => new CurvePoint(rank, At(rate, layer => layer with { Rank = Math.Min(layer.Rank, rank) })))]
            : [];

    /// <summary>N̂ with every regularized layer at the same p in (0, 2] and its own budget; empty where the estimate does not depend on p.</summary>
    public static IReadOnlyList<CurvePoint> AgainstIndex(ModelPrediction prediction)
        => prediction.Rate is { UsesNorms: true } rate && Regularized(rate).Any()
            ? [.. Enumerable.Range(1, Indices).Select(step => 2.0 * step / Indices).Select(p => new CurvePoint(p, At(rate, layer => layer with { P = p })))]
            : [];

    private static IEnumerable<LayerConstraint> Regularized(RateInput rate) => rate.Layers.Where(layer => !layer.IsRankFixed);

    private static double At(RateInput rate, Func<LayerConstraint, LayerConstraint> change)
        => rate.Predict(layer => layer.IsRankFixed ? layer : change(layer)).Samples;

    /// <summary>Whole ranks, evenly spaced in the logarithm, both ends included.</summary>
    private static IEnumerable<long> Ranks(long largest)
    {
        var steps = (int)Math.Ceiling(Math.Log(largest, 2) * RanksPerOctave);
        var former = 0L;
        for (var step = 0; step < steps; step++)
        {
            var rank = (long)Math.Round(Math.Pow(2, (double)step / RanksPerOctave));
            if (rank > former && rank < largest) yield return former = rank;
        }

        yield return largest;
    }
}
