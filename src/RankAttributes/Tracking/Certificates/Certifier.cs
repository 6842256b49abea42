using System.Globalization;
using RankAttributes.Bounds;
using RankAttributes.Tracking.Network;

namespace RankAttributes.Tracking.Certificates;

/// <summary>Makes the certificate of a measured network, or says what is missing for one.</summary>
internal sealed class Certifier(MeasuredNetwork network, SampleMeasurement? measurement, TrackingOptions options, string name, double confidence)
{
    // What margins may cost in training accuracy; the certificate pays for the choice, and the least bound is taken.
    private static readonly double[] Costs = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4];

    /// <param name="isCurrent">Whether the weights are those that the samples were measured with.</param>
    public Certification Certify(bool isCurrent)
    {
        var none = new Certification
        {
            Model = name,
            Confidence = confidence,
            Samples = measurement?.Samples ?? 0,
            InputNorm = options.InputNorm,
            TrainError = 1 - measurement?.Accuracy,
            Obstacles = [.. Missing(isCurrent)],
        };
        if (none.Obstacles.Count > 0) return none;
        var candidates = Margins().Distinct().Select(margin => (Margin: margin, Certificate: Of(network.Trained!, measurement!.Samples, margin))).ToList();
        var (chosen, certificate) = candidates.MinBy(item => measurement!.RampLoss(item.Certificate.Margin ?? item.Margin) + item.Certificate.Gap!.Value);
        var loss = measurement!.RampLoss(certificate.Margin ?? chosen);
        var bound = Math.Min(1, loss + certificate.Gap!.Value);
        return none with
        {
            Margin = certificate.Margin ?? chosen,
            EmpiricalRampLoss = loss,
            Gap = certificate.Gap,
            ErrorBound = bound,
            Assumptions = [.. Assumptions()],
            Layers = bound < 1
                ? [.. certificate.Layers.Select(
                    (layer, index) =>
                        new CertifiedLayer(network.Layers[index].Name, layer.Rank, layer.TruncationError, layer.MatrixEntropy + layer.BiasEntropy))] : [],
            Shortfalls = bound < 1 ? [] : [.. new ShortfallSearch(network.Trained!, measurement, chosen, Of).Find()],
        };
    }

    private IEnumerable<string> Missing(bool isCurrent)
    {
        foreach (var layer in network.Layers)
        {
            if (layer.Problem is { } problem) yield return problem;
        }

        foreach (var obstacle in network.Obstacles) yield return obstacle;
        if (measurement is null) yield return "no samples were measured: call Measure with the training set";
        else if (measurement.Margins.Length == 0) yield return $"there is no margin: {measurement.MarginProblem}";
        else if (!isCurrent) yield return "the weights have changed since the samples were measured: call Measure again";
        else if (measurement.MarginAt(Costs[^1]) is null) yield return "not one training sample is classified correctly, so there is no margin";
        if (options.InputNorm is null) yield return "a bound on the norm of every input must be known beforehand: set InputNorm";
    }

    private IEnumerable<double> Margins()
    {
        foreach (var cost in Costs.Prepend(options.MarginCost))
        {
            if ((options.Margin ?? measurement!.MarginAt(cost)) is { } margin) yield return margin;
        }
    }

    private Certificate Of(IReadOnlyList<TrainedLayer> layers, double samples, double margin)
        => GeneralizationCertificate.AfterTraining(
            layers, samples, margin, new CertificateOptions { InputNorm = options.InputNorm!.Value, Delta = 1 - confidence, Allocation = options.Allocation });

    private IEnumerable<string> Assumptions()
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"the {measurement!.Samples:N0} measured samples were drawn independently from the distribution of the new data, and took part in "
            + $"nothing but training");
        yield return string.Create(CultureInfo.InvariantCulture, $"no input has a Euclidean norm above {options.InputNorm:0.####}");
        yield return options.ActivationLipschitz is { } stated
            ? string.Create(CultureInfo.InvariantCulture,
                $"the {network.Layers.Count} matrices are in the order in which they are registered, with functions between them that are "
                + $"{stated:0.####}-Lipschitz and map 0 to 0")
            : $"the network, in evaluation mode, is the chain that was observed: {string.Join(", ", network.Layers.Select(layer => $"{layer.Observed!.Name} then {layer.Observed.FollowedBy}"))}";
    }
}
