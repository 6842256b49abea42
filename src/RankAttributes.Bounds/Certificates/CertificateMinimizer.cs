namespace RankAttributes.Bounds;

/// <summary>Minimizes over the grid ε_j = (M/2Λ)·2^(−j/4), j = 0..160.</summary>
internal static class CertificateMinimizer
{
    private const int Steps = 160;

    public static Certificate Minimize(NetworkNet net, double samples, CertificateOptions options, double selectionCost)
    {
        var range = options.LossRange;
        var confidence = Math.Log(1 / options.Delta) + selectionCost;
        var best = range;
        var bestStep = -1;
        for (var step = 0; step <= Steps; step++)
        {
            var deviation = range * Math.Sqrt((net.Entropy(LogEpsilon(options, step), options.Allocation) + confidence) / (2 * samples));
            var gap = Approximation(options, step) + deviation;
            if (gap < best) (best, bestStep) = (gap, step);

            // The entropy only grows as ε falls, so no later step can win. Re-allocated entropies need not grow at every step.
            if (deviation >= best && options.Allocation == EpsilonAllocation.Uniform) break;
        }

        if (bestStep < 0) return new Certificate { Gap = range, SelectionCost = selectionCost };
        var logEpsilon = LogEpsilon(options, bestStep);
        return new Certificate
        {
            Gap = best,
            Epsilon = LogArithmetic.FiniteExp(logEpsilon),
            ApproximationError = Approximation(options, bestStep),
            Deviation = best - Approximation(options, bestStep),
            SelectionCost = selectionCost,
            Layers = Array.AsReadOnly(net.Breakdown(logEpsilon, options.Allocation)),
        };
    }

    /// <summary>min over ε with 2Λε &lt; g of M²(H(ε) + ln(1/δ))/(2(g − 2Λε)²).</summary>
    public static double? SampleComplexity(NetworkNet net, double targetGap, CertificateOptions options)
    {
        var range = options.LossRange;
        var confidence = Math.Log(1 / options.Delta);
        double? best = null;
        for (var step = 0; step <= Steps; step++)
        {
            var rest = targetGap - Approximation(options, step);
            if (!(rest > 0)) continue;
            var numerator = net.Entropy(LogEpsilon(options, step), options.Allocation) + confidence;
            if (best is { } found && options.Allocation == EpsilonAllocation.Uniform && Samples(numerator, range, targetGap) >= found) break;
            var samples = Samples(numerator, range, rest);
            if (best is null || samples < best) best = samples;
        }

        return best;
    }

    private static double Samples(double nats, double range, double gap) => Math.Min(nats / 2 * (range / gap) * (range / gap), double.MaxValue);

    /// <summary>2Λε_j = M·2^(−j/4).</summary>
    private static double Approximation(CertificateOptions options, int step) => options.LossRange * Math.Pow(2, -step / 4.0);

    private static double LogEpsilon(CertificateOptions options, int step)
        => Math.Log(options.LossRange) - Math.Log(2) - Math.Log(options.LossLipschitz) - (step / 4.0 * Math.Log(2));
}
