using RankAttributes.Bounds;
using RankAttributes.Tracking.Spectra;

namespace RankAttributes.Tracking.Certificates;

/// <summary>By how much one quantity would have to change, with all else as it is, before a vacuous bound says something.</summary>
internal sealed class ShortfallSearch(
    IReadOnlyList<TrainedLayer> layers, SampleMeasurement measurement, double margin, Func<IReadOnlyList<TrainedLayer>, double, double, Certificate> certify)
{
    private const double Precision = 1.001;
    private const double Farthest = 1e18;

    public IEnumerable<Shortfall> Find()
    {
        yield return Samples();
        yield return NormProduct();
        yield return Rank();
    }

    private Shortfall Samples()
    {
        var current = (double)measurement.Samples;
        var needed = Least(current, Farthest, samples => IsEnough(layers, samples, margin, margin));
        return new Shortfall("number of training samples", current, needed is { } least ? Math.Ceiling(least) : null);
    }

    /// <summary>B·Π‖A‖/γ: a norm product that is f times smaller bounds as a margin does that is f times larger at the same ramp loss.</summary>
    private Shortfall NormProduct()
    {
        var product = layers.Aggregate(
            measurement.InputNorm / margin, (factor, layer) => factor * layer.Lipschitz * Math.Sqrt(layer.Overlap) * layer.SingularValues[0]);
        var fall = Least(1, Farthest, factor => IsEnough(layers, measurement.Samples, margin * factor, margin));
        return new Shortfall("norm product of inputs and layers over the margin", product, product / fall);
    }

    /// <summary>The largest k such that all layers cut to rank k have a bound, the losses on the samples being what they are.</summary>
    private Shortfall Rank()
    {
        var largest = layers.Max(layer => Math.Min(layer.Outputs, layer.Inputs));
        var (low, high) = (0L, largest);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (IsEnough(CutTo(middle), measurement.Samples, margin, margin)) low = middle;
            else high = middle;
        }

        return new Shortfall("rank of every layer", largest, low == 0 ? null : low);
    }

    private IReadOnlyList<TrainedLayer> CutTo(long rank) =>
    [
        .. layers.Select(layer => new TrainedLayer(layer.Outputs, layer.Inputs, [.. layer.SingularValues.Select((value, index) => index < rank ? value : 0)])
        {
            BiasNorm = layer.BiasNorm, Lipschitz = layer.Lipschitz, Overlap = layer.Overlap, SpatialWidth = layer.SpatialWidth,
        }),
    ];

    private bool IsEnough(IReadOnlyList<TrainedLayer> network, double samples, double boundMargin, double lossMargin)
        => measurement.RampLoss(lossMargin) + certify(network, samples, boundMargin).Gap < 1;

    /// <summary>The least value that is enough, to a tenth of a percent; <see langword="null"/> where not even the farthest is.</summary>
    private static double? Least(double low, double high, Func<double, bool> isEnough)
    {
        if (!isEnough(high)) return null;
        while (high / low > Precision)
        {
            var middle = Math.Sqrt(low * high);
            if (isEnough(middle)) high = middle;
            else low = middle;
        }

        return high;
    }
}
