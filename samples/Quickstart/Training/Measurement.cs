using RankAttributes.Bounds;
using RankAttributes.Tracking;

namespace Quickstart.Training;

/// <summary>One weight matrix as it is now.</summary>
/// <param name="Name">The layer's name: <c>fc1</c>.</param>
/// <param name="EffectiveRank">The p-effective rank r_p = ‖A‖_Sp^p / ‖A‖^p, for the declared p.</param>
/// <param name="NumericalRank">The count of singular values above rounding error.</param>
/// <param name="SpectralNorm">‖A‖.</param>
internal sealed record LayerRank(string Name, double EffectiveRank, int NumericalRank, double SpectralNorm);

/// <summary>What the weights say about generalization, by the rate of arXiv 2510.21945, Theorem 3.6, constants and logarithms dropped.</summary>
/// <param name="Layers">The weight matrices from input to output.</param>
/// <param name="PredictedSamples">
/// N̂ at the measured effective ranks, norm factor Γ = 1: the analyzer's number, with the ranks that training reached in place of the
/// declared budgets.
/// </param>
/// <param name="Gap">√(L/N)·R with the measured norms in Γ = (B/γ)·Π‖A‖, margin γ = 1.</param>
internal sealed record Measurement(IReadOnlyList<LayerRank> Layers, double PredictedSamples, double Gap)
{
    private const double Margin = 1;

    /// <summary>Whether the gap says nothing about an error rate, which never exceeds 1.</summary>
    public bool IsVacuous => Gap >= 1;

    /// <param name="snapshot">The weights as the tracker measured them.</param>
    public static Measurement Of(BoundSnapshot snapshot)
    {
        var (samples, inputNorm) = (snapshot.Samples!.Value, snapshot.InputNorm!.Value);
        var layers = snapshot.Layers
            .Select(layer => new LayerRank(
                layer.Name.Replace(".weight", ""), layer.EffectiveRank!.Value, layer.NumericalRank!.Value, layer.SpectralNorm!.Value))
            .ToList();
        var constraints = snapshot.Layers.Select(layer => new LayerConstraint(layer.Outputs, layer.Inputs)
        {
            P = layer.P,
            Rank = layer.EffectiveRank!.Value,
            SpectralNorm = layer.SpectralNorm!.Value,
        }).ToList();
        var measuredNorms = new RateOptions { LogNormFactor = Math.Log(inputNorm / Margin) + layers.Sum(layer => Math.Log(layer.SpectralNorm)) };
        return new Measurement(
            layers,
            SampleComplexity.Predict(constraints).Samples,
            SampleComplexity.Predict(constraints, measuredNorms).Gap(samples));
    }
}
