using RankAttributes.Bounds;

namespace RankAttributes.Tracking.Network;

/// <summary>All layers of a model at one moment, from input to output, with what they depend on.</summary>
/// <param name="Layers">The layers.</param>
/// <param name="Samples">N, where it is known.</param>
/// <param name="InputNorm">B, where it is known.</param>
/// <param name="Margin">γ, where it is known.</param>
/// <param name="Obstacles">Why there is no certificate, whatever the numbers.</param>
internal sealed record MeasuredNetwork(IReadOnlyList<MeasuredLayer> Layers, long? Samples, double? InputNorm, double? Margin, IReadOnlyList<string> Obstacles)
{
    /// <summary>The layers as the bounds take them; <see langword="null"/> where one has no spectrum, or there is none.</summary>
    public IReadOnlyList<TrainedLayer>? Trained { get; }
        = Layers.Count > 0 && Layers.All(layer => layer.Trained is not null) ? [.. Layers.Select(layer => layer.Trained!)] : null;

    /// <summary>ln Γ of Theorem 3.6 for each layer; 1 stands for what is not known of B and γ.</summary>
    public IReadOnlyList<double> LogNormFactors => MeasuredComplexity.LogNormFactors(Trained!, InputNorm ?? 1, Margin ?? 1);

    /// <summary>Every bound that can be computed.</summary>
    public IReadOnlyList<BoundValue> Bounds(CertificateOptions? certificate)
    {
        if (Trained is not { } trained) return [];
        var bounds = new List<BoundValue>();
        var factors = LogNormFactors;
        AddRates(bounds, BoundKind.NormBased, BoundKind.NormBasedBestIndex, trained, factors);
        if (Layers.All(layer => layer.Observed is { } observed && double.IsFinite(observed.ActivationNorm)))
        {
            var dataDependent = MeasuredComplexity.LogNormFactors(trained, [.. Layers.Select(layer => layer.Observed!.ActivationNorm)], Margin ?? 1);
            AddRates(bounds, BoundKind.DataDependent, BoundKind.DataDependentBestIndex, trained, dataDependent);
        }

        if (Samples is not { } samples) return bounds;
        LayerNorms[] norms = [.. Layers.Select(layer => layer.Norms!)];
        var (inputNorm, margin) = (InputNorm ?? 1, Margin ?? 1);
        bounds.Add(new(BoundKind.ParameterCounting, ComparisonBounds.ParameterCounting(norms, samples)));
        bounds.Add(new(BoundKind.BartlettFosterTelgarsky, ComparisonBounds.BartlettFosterTelgarsky(norms, samples, inputNorm, margin)));
        bounds.Add(new(BoundKind.NeyshaburBhojanapalliSrebro, ComparisonBounds.NeyshaburBhojanapalliSrebro(norms, samples, inputNorm, margin)));
        bounds.Add(new(BoundKind.GolowichRakhlinShamir, ComparisonBounds.GolowichRakhlinShamir(norms, samples, inputNorm, margin)));
        if (certificate is not null && Obstacles.Count == 0 && Margin is { } measured)
            bounds.Add(new(BoundKind.Certificate, GeneralizationCertificate.AfterTraining(trained, samples, measured, certificate).Gap));
        return bounds;
    }

    private void AddRates(List<BoundValue> bounds, BoundKind declared, BoundKind best, IReadOnlyList<TrainedLayer> trained, IReadOnlyList<double> factors)
    {
        bounds.Add(Rate(declared, MeasuredComplexity.AtIndices(trained, factors, [.. Layers.Select(layer => layer.Snapshot.P)])));
        bounds.Add(Rate(best, MeasuredComplexity.AtIndices(trained, factors, MeasuredComplexity.BestIndices(trained, factors))));
    }

    private BoundValue Rate(BoundKind kind, PredictedComplexity rate) => new(kind, Samples is { } samples ? rate.Gap(samples) : null, rate.Samples);
}
