using System.Globalization;
using RankAttributes.Tracking.Network;

namespace RankAttributes.Tracking.Certificates;

/// <summary>Checks that what was measured is possible in the chain of matrices and Lipschitz functions that a certificate takes for granted.</summary>
internal static class ChainContradiction
{
    // Norms and activations are computed with rounding.
    private const double Slack = 1.001;

    /// <summary>What contradicts the chain: activations or margins larger than it can make of the measured inputs.</summary>
    public static IEnumerable<string> In(IReadOnlyList<MeasuredLayer> layers, SampleMeasurement measurement)
    {
        var reach = measurement.InputNorm;
        foreach (var layer in layers)
        {
            if (layer.Trained is not { } trained) yield break;
            if (layer.Observed is { } observed && observed.ActivationNorm > reach * Slack)
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"the measurement contradicts the chain: activations of norm {observed.ActivationNorm:0.###} enter '{observed.Name}', where the "
                    + $"chain allows at most {reach:0.###}");
                yield break;
            }

            reach = trained.Lipschitz * ((Math.Sqrt(trained.Overlap) * trained.SingularValues[0] * reach)
                + (Math.Sqrt(trained.SpatialWidth) * (trained.BiasNorm ?? 0)));
        }

        // A difference of two logits is at most √2 times their norm.
        if (measurement.Margins.Length > 0 && measurement.Margins[^1] > Math.Sqrt(2) * reach * Slack)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"the measurement contradicts the chain: a margin of {measurement.Margins[^1]:0.###} was measured, where the chain allows at most "
                + $"{Math.Sqrt(2) * reach:0.###}");
    }
}
