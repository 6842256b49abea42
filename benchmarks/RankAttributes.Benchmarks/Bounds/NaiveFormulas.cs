using RankAttributes.Bounds;

namespace RankAttributes.Benchmarks.Bounds;

/// <summary>The formulas as they are written, with powers and products: what someone would type from the paper. The floor to be compared with.</summary>
internal static class NaiveFormulas
{
    public static double PredictedSamples(IReadOnlyList<LayerConstraint> layers, double cap)
    {
        var sum = 0.0;
        for (var index = 0; index < layers.Count; index++)
        {
            var layer = layers[index];
            var p = layer.P;
            var width = index == layers.Count - 1 ? 1.0 : (double)layer.Outputs * layer.SpatialWidth;
            sum += Math.Pow(Math.Min(layer.Rank, cap), 2 / (p + 2)) * Math.Pow(layer.Outputs + layer.Inputs, 2 / (p + 2)) * Math.Pow(width, p / (p + 2));
        }

        return layers.Count * sum;
    }

    public static long LargestRank(IReadOnlyList<LayerConstraint> layers, double samples)
    {
        var rank = 0L;
        while (rank < layers.Max(layer => layer.FullRank) && PredictedSamples(layers, rank + 1) <= samples) rank++;
        return rank;
    }

    public static double Certificate(IReadOnlyList<LayerConstraint> layers, double samples, double delta)
    {
        var best = 1.0;
        for (var j = 0; j <= 160; j++)
        {
            var epsilon = 0.5 * Math.Pow(2, -j / 4.0);
            var entropy = 0.0;
            for (var index = 0; index < layers.Count; index++)
            {
                var below = layers.Take(index).Aggregate(1.0, (product, layer) => product * layer.SpectralNorm);
                var above = layers.Skip(index + 1).Aggregate(1.0, (product, layer) => product * layer.SpectralNorm);
                entropy += Entropy(layers[index], epsilon / layers.Count / (above * below));
            }

            best = Math.Min(best, (2 * epsilon) + Math.Sqrt((entropy + Math.Log(1 / delta)) / (2 * samples)));
        }

        return best;
    }

    private static double Entropy(LayerConstraint layer, double tolerance)
    {
        double s = layer.SpectralNorm, m = layer.Outputs, n = layer.Inputs;
        var least = double.PositiveInfinity;
        for (var k = 0; k <= layer.FullRank; k++)
        {
            var truncation = k == layer.FullRank ? 0 : s * Math.Min(1, Math.Pow(layer.Rank / (k + 1), 1 / layer.P));
            if (k == 0 && truncation <= tolerance) return 0;
            var radius = tolerance - truncation;
            if (radius <= 0) continue;
            least = Math.Min(least, k * (m + n) * Math.Log(1 + (4 * s / radius)));
            if (k == layer.FullRank) least = Math.Min(least, m * n * Math.Log(1 + (2 * s / radius)));
        }

        return least;
    }
}
