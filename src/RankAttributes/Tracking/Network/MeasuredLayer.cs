using RankAttributes.Bounds;
using RankAttributes.Tracking.Spectra;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Network;

/// <summary>A layer as the bounds take it, beside what the snapshot says of it.</summary>
/// <param name="Snapshot">For people.</param>
/// <param name="Trained">For the rates and the certificate; <see langword="null"/> where the weight has no spectrum.</param>
/// <param name="Norms">For the bounds of the literature; <see langword="null"/> likewise.</param>
/// <param name="Observed">What samples showed of it, or <see langword="null"/>.</param>
internal sealed record MeasuredLayer(LayerSnapshot Snapshot, TrainedLayer? Trained, LayerNorms? Norms, ObservedLayer? Observed)
{
    private const int SpectrumPoints = 65;

    /// <summary>Measures a live layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="undeclaredIndex">p where none is declared.</param>
    /// <param name="reference">M on any device, or <see langword="null"/>; one of another shape is left out.</param>
    /// <param name="observed">What samples showed of it.</param>
    /// <param name="lipschitz">ρ of what follows it.</param>
    public static MeasuredLayer Of(LiveLayer layer, double undeclaredIndex, Tensor? reference, ObservedLayer? observed, double lipschitz)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var p = layer.Settings?.P ?? undeclaredIndex;
        var snapshot = new LayerSnapshot(layer.Name, layer.Outputs, layer.Inputs)
        {
            P = p, IsRegularized = layer.Settings is not null, RankBudget = layer.Settings?.Rank, Activations = observed?.Activations,
        };
        if (SingularValues.Of(layer.Matrix) is not { } values)
            return new(snapshot with { Problem = $"'{layer.Name}' holds NaN or infinity, so it has no singular values" }, null, null, observed);

        var bias = layer.BiasNorm;
        if (bias is { } length && !double.IsFinite(length))
            return new(snapshot with { Problem = $"the bias of '{layer.Module}' holds NaN or infinity" }, null, null, observed);

        var matrix = layer.Matrix.detach().to(CPU).to_type(ScalarType.Float64);
        var difference = reference is not null && reference.shape.AsSpan().SequenceEqual(layer.Matrix.shape)
            ? matrix - reference.to(CPU).to_type(ScalarType.Float64)
            : null;
        var (norm, frobenius) = (values[0], SpectralMeasures.FrobeniusNorm(values));
        var trained = new TrainedLayer(layer.Outputs, layer.Inputs, values)
        {
            BiasNorm = bias,
            Overlap = layer.Overlap,
            SpatialWidth = observed?.SpatialWidth ?? 1,
            Lipschitz = lipschitz,
            LipschitzObstacle = layer.Obstacle,
            DistanceFromReference = difference is null ? null : SingularValues.Of(difference),
        };
        return new(
            snapshot with
            {
                SpectralNorm = norm,
                FrobeniusNorm = frobenius,
                SchattenPower = Math.Min(Math.Exp(SpectralMeasures.LogSchattenPower(values, p)), double.MaxValue),
                EffectiveRank = SpectralMeasures.EffectiveRank(values, p),
                StableRank = SpectralMeasures.StableRank(values),
                NumericalRank = SpectralMeasures.NumericalRank(values, layer.Outputs, layer.Inputs, finfo(layer.Matrix.dtype).eps),
                EntropyRank = SpectralMeasures.EntropyRank(values),
                OperatorNormBound = Math.Sqrt(layer.Overlap) * norm,
                DistanceFromReference = difference?.norm().item<double>(),
                SingularValues = values,
                Spectrum = Thinned(values),
            },
            trained,
            new LayerNorms(layer.Outputs, layer.Inputs, norm, frobenius) { MixedNorm = (difference ?? matrix).norm(1).sum().item<double>(), Lipschitz = lipschitz },
            observed);
    }

    private static double[] Thinned(double[] values)
        => values.Length <= SpectrumPoints ? values : [.. Enumerable.Range(0, SpectrumPoints).Select(point => values[point * (values.Length - 1) / (SpectrumPoints - 1)])];
}
