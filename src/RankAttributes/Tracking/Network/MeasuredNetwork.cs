using RankAttributes.Bounds;

namespace RankAttributes.Tracking.Network;

/// <summary>All layers of a model at one moment, from input to output, with what they depend on.</summary>
internal sealed class MeasuredNetwork
{
    private readonly IReadOnlyList<double> logNormFactors = [];
    private readonly IReadOnlyList<double> bestIndices = [];

    /// <summary>Puts the layers together.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="samples">N, where it is known.</param>
    /// <param name="inputNorm">B, where it is known.</param>
    /// <param name="margin">γ, where it is known.</param>
    /// <param name="obstacles">Why there is no certificate, whatever the numbers.</param>
    public MeasuredNetwork(IReadOnlyList<MeasuredLayer> layers, long? samples, double? inputNorm, double? margin, IReadOnlyList<string> obstacles)
    {
        (Layers, Samples, InputNorm, Margin, Obstacles) = (layers, samples, inputNorm, margin, obstacles);
        if (layers.Count == 0 || layers.Any(layer => layer.Trained is null)) return;
        Trained = [.. layers.Select(layer => layer.Trained!)];

        // 1 stands for what is not known of B and γ, which a note says.
        logNormFactors = MeasuredComplexity.LogNormFactors(Trained, inputNorm ?? 1, margin ?? 1);
        bestIndices = MeasuredComplexity.BestIndices(Trained, logNormFactors);
        Layers = [.. layers.Zip(bestIndices, (layer, best) => layer with { BestIndex = best })];
    }

    public IReadOnlyList<MeasuredLayer> Layers { get; }

    public long? Samples { get; }

    public double? InputNorm { get; }

    public double? Margin { get; }

    public IReadOnlyList<string> Obstacles { get; }

    /// <summary>The layers as the bounds take them; <see langword="null"/> where one has no spectrum, or there is none.</summary>
    public IReadOnlyList<TrainedLayer>? Trained { get; }

    /// <summary>Every bound that can be computed.</summary>
    public IReadOnlyList<BoundValue> Bounds(CertificateOptions? certificate)
    {
        if (Trained is not { } trained) return [];
        var bounds = new List<BoundValue>
        {
            Rate(BoundKind.NormBased, trained, logNormFactors, DeclaredIndices()),
            Rate(BoundKind.NormBasedBestIndex, trained, logNormFactors, bestIndices),
        };
        if (Layers.All(layer => layer.Observed is { } observed && double.IsFinite(observed.ActivationNorm)))
        {
            var factors = MeasuredComplexity.LogNormFactors(trained, [.. Layers.Select(layer => layer.Observed!.ActivationNorm)], Margin ?? 1);
            bounds.Add(Rate(BoundKind.DataDependent, trained, factors, DeclaredIndices()));
            bounds.Add(Rate(BoundKind.DataDependentBestIndex, trained, factors, MeasuredComplexity.BestIndices(trained, factors)));
        }

        if (Samples is not { } samples) return bounds;
        LayerNorms[] norms = [.. Layers.Select(layer => layer.Norms)];
        var (inputNorm, margin) = (InputNorm ?? 1, Margin ?? 1);
        bounds.Add(new(BoundKind.ParameterCounting, ComparisonBounds.ParameterCounting(norms, samples)));
        bounds.Add(new(BoundKind.BartlettFosterTelgarsky, ComparisonBounds.BartlettFosterTelgarsky(norms, samples, inputNorm, margin)));
        bounds.Add(new(BoundKind.NeyshaburBhojanapalliSrebro, ComparisonBounds.NeyshaburBhojanapalliSrebro(norms, samples, inputNorm, margin)));
        bounds.Add(new(BoundKind.GolowichRakhlinShamir, ComparisonBounds.GolowichRakhlinShamir(norms, samples, inputNorm, margin)));
        if (certificate is not null && Obstacles.Count == 0 && Margin is { } measured)
            bounds.Add(new(BoundKind.Certificate, GeneralizationCertificate.AfterTraining(trained, samples, measured, certificate).Gap));
        return bounds;
    }

    private IReadOnlyList<double> DeclaredIndices() => [.. Layers.Select(layer => layer.P)];

    private BoundValue Rate(BoundKind kind, IReadOnlyList<TrainedLayer> trained, IReadOnlyList<double> factors, IReadOnlyList<double> indices)
    {
        var rate = MeasuredComplexity.AtIndices(trained, factors, indices);
        return new(kind, Samples is { } samples ? rate.Gap(samples) : null, rate.Samples);
    }
}
