using System.Text.Json.Serialization;

namespace RankAttributes.Tracking;

/// <summary>The savings and costs of cutting every layer to a rank, predicted from the present spectra without cutting anything.</summary>
/// <param name="Rank">The rank to which every weight matrix is cut where that saves weights.</param>
/// <param name="Parameters">The number of weights that then remain.</param>
/// <param name="Savings">The number of weights now, over <paramref name="Parameters"/>.</param>
/// <param name="EnergyKept">Σσ² that is kept over all of it, in the layer that keeps least, in [0, 1].</param>
/// <param name="AccuracyChange">The predicted change of accuracy on the samples last measured, at most 0; <see langword="null"/> where none were
/// measured.</param>
public sealed record CompressionEstimate(int Rank, long Parameters, double Savings, double EnergyKept, double? AccuracyChange)
{
    private const double Cheap = -0.01;

    /// <summary>Whether it is predicted to cost at most one point of accuracy.</summary>
    [JsonIgnore]
    public bool IsCheap => AccuracyChange >= Cheap;
}
