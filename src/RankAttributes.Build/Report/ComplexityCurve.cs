using RankAttributes.Bounds;

namespace RankAttributes.Build.Report;

/// <summary>One point of a curve.</summary>
/// <param name="At">The common rank or the common p.</param>
/// <param name="PredictedSamples">N̂ there.</param>
internal readonly record struct CurvePoint(double At, double PredictedSamples);

/// <summary>N̂ of a model while one thing varies for all regularized layers and everything else stays as declared.</summary>
internal static class ComplexityCurve
{
    private const int RanksPerOctave = 6;
    private const int Indices = 40;

    /// <summary>N̂ with every regularized layer at rank min(r, q), r from 1 to the largest full rank q; empty where nothing is predicted or regularized.</summary>
    public static IReadOnlyList<CurvePoint> AgainstRank(ModelReport model)
    {
        if (model.Rate is not { } rate || Largest(rate) is not { } largest) return [];
        return [.. Ranks(largest).Select(rank => new CurvePoint(rank, At(rate, layer => layer with { Rank = rank })))];
    }

    /// <summary>N̂ with every regularized layer at the same p in (0, 2] and its own rank budget; empty where nothing is predicted or regularized.</summary>
    public static IReadOnlyList<CurvePoint> AgainstIndex(ModelReport model)
    {
        if (model.Rate is not { } rate || Largest(rate) is null) return [];
        return
        [
            .. Enumerable.Range(1, Indices).Select(step =>
            {
                var p = 2.0 * step / Indices;
                return new CurvePoint(p, At(rate, layer => layer with { P = p }));
            }),
        ];
    }

    /// <summary>The rank up to which <see cref="AgainstRank"/> stays within N; <see langword="null"/> where N is unknown or not even rank 1 does.</summary>
    public static long? LargestRankWithin(ModelReport model)
    {
        if (model.Rate is not { } rate || model.Model.Samples < 1) return null;
        var open = rate.Layers.Select(layer => layer.IsRankFixed ? layer : layer with { Rank = layer.MaximalRank }).ToList();
        return SampleComplexity.LargestRankThatFits(open, model.Model.Samples, rate.Options);
    }

    private static double At(RateInput rate, Func<LayerConstraint, LayerConstraint> change)
        => SampleComplexity.Predict([.. rate.Layers.Select(layer => layer.IsRankFixed ? layer : change(layer))], rate.Options).Samples;

    private static long? Largest(RateInput rate)
    {
        var regularized = rate.Layers.Where(layer => !layer.IsRankFixed).ToList();
        return regularized.Count == 0 ? null : regularized.Max(layer => layer.MaximalRank);
    }

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
