using RankAttributes.Bounds;
using RankAttributes.Tracking.Spectra;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Network;

/// <summary>A layer as it was measured: for the bounds, and for snapshots.</summary>
/// <param name="Name">The parameter's registered name.</param>
/// <param name="Outputs">Rows m.</param>
/// <param name="Inputs">Columns n.</param>
/// <param name="Settings">What is declared for it, or <see langword="null"/>.</param>
/// <param name="P">The declared p, or the one for weights that declare none.</param>
internal sealed record MeasuredLayer(string Name, long Outputs, long Inputs, PenaltySettings? Settings, double P)
{
    /// <summary>What samples showed of it, or <see langword="null"/>.</summary>
    public ObservedLayer? Observed { get; init; }

    /// <summary>Why there is no spectrum, or <see langword="null"/>.</summary>
    public string? Problem { get; init; }

    /// <summary>The spectrum, where there is one.</summary>
    public Spectrum? Spectrum { get; init; }

    /// <summary>For the rates and the certificate, where there is a spectrum.</summary>
    public TrainedLayer? Trained { get; init; }

    /// <summary>‖A − M‖_F, where a reference M was kept.</summary>
    public double? Distance { get; init; }

    /// <summary>Σ over rows of the Euclidean norm of A − M, or of A.</summary>
    public double MixedNorm { get; init; }

    /// <summary>The p at which the layer's term of Theorem 3.6 is least, once the whole network is known.</summary>
    public double? BestIndex { get; init; }

    /// <summary>κ of the layer.</summary>
    public long Overlap => Trained!.Overlap;

    /// <summary>The norms that the bounds of the literature take.</summary>
    public LayerNorms Norms => new(Outputs, Inputs, Spectrum!.SpectralNorm, Spectrum.FrobeniusNorm) { MixedNorm = MixedNorm, Lipschitz = Trained!.Lipschitz };

    /// <summary>Measures a live layer. Whatever is odd about it is its <see cref="Problem"/>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="undeclaredIndex">p where none is declared.</param>
    /// <param name="reference">M on any device, or <see langword="null"/>; one of another shape is left out.</param>
    /// <param name="observed">What samples showed of it.</param>
    /// <param name="lipschitz">ρ of what follows it; 1 where it is not known, which an obstacle of the network then says.</param>
    public static MeasuredLayer Of(LiveLayer layer, double undeclaredIndex, Tensor? reference, ObservedLayer? observed, double lipschitz)
    {
        var measured = new MeasuredLayer(layer.Name, layer.Outputs, layer.Inputs, layer.Settings, layer.Settings?.P ?? undeclaredIndex) { Observed = observed };
        try
        {
            return Measure(measured, layer, reference, lipschitz);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return measured with { Problem = $"'{layer.Name}' could not be measured: {NativeMessage.Of(exception)}" };
        }
    }

    /// <summary>The layer as a snapshot has it.</summary>
    public LayerSnapshot ToSnapshot() => new(Name, Outputs, Inputs)
    {
        P = P,
        IsRegularized = Settings is not null,
        RankBudget = Settings?.Rank,
        Activations = Observed?.Activations,
        Measures = LayerMeasure.All.Select(measure => (measure.Name, Value: measure.Of(this))).Where(item => item.Value is not null)
            .ToDictionary(item => item.Name, item => item.Value!.Value, StringComparer.Ordinal),
        SingularValues = Spectrum?.SingularValues ?? [],
        Spectrum = Spectrum?.Curve ?? [],
        Problem = Problem,
    };

    private static MeasuredLayer Measure(MeasuredLayer measured, LiveLayer layer, Tensor? reference, double lipschitz)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var (spectrum, problem) = Spectrum.Measure(layer.Matrix);
        if (spectrum is null) return measured with { Problem = $"'{layer.Name}' {problem}" };
        var bias = layer.BiasNorm;
        if (bias is { } length && !double.IsFinite(length)) return measured with { Problem = $"the bias of '{layer.Module}' holds NaN or infinity" };

        var matrix = layer.Matrix.detach().to(CPU).to_type(ScalarType.Float64);
        var difference = reference is not null && reference.shape.AsSpan().SequenceEqual(layer.Matrix.shape)
            ? matrix - reference.to(CPU).to_type(ScalarType.Float64) : null;
        return measured with
        {
            Spectrum = spectrum,
            Distance = Finite(difference?.norm().item<double>()),
            MixedNorm = Finite((difference ?? matrix).norm(1).sum().item<double>())!.Value,
            Trained = new TrainedLayer(layer.Outputs, layer.Inputs, spectrum.SingularValues)
            {
                BiasNorm = bias,
                Overlap = layer.Overlap,
                SpatialWidth = measured.Observed?.SpatialWidth ?? 1,
                Lipschitz = lipschitz,
                LipschitzObstacle = layer.Obstacle,
                DistanceFromReference = difference is null ? null : SingularValues.Of(difference),
            },
        };
    }

    private static double? Finite(double? norm) => norm is { } value ? Math.Min(value, double.MaxValue) : null;
}
