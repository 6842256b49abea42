using RankAttributes;
using RankAttributes.Tracking;

namespace FashionMnist.Training;

/// <summary>What a finished run leaves for the table.</summary>
internal sealed record RunResult
{
    /// <summary>What was trained, see <see cref="RunSettings.Description"/>.</summary>
    public required string Settings { get; init; }

    /// <summary>The last snapshot: after the proximal step, over all training samples.</summary>
    public required BoundSnapshot Last { get; init; }

    public required Certification Certification { get; init; }

    /// <summary>The share of test samples that were classified correctly before the proximal step.</summary>
    public required double TrainedTestAccuracy { get; init; }

    /// <summary>The same after the proximal step and factorization.</summary>
    public required double FactorizedTestAccuracy { get; init; }

    /// <summary>The entries of all weights and biases as trained.</summary>
    public required long Parameters { get; init; }

    /// <summary>The same after factorization.</summary>
    public required long FactorizedParameters { get; init; }

    /// <summary>The entries of all weights and biases of the smallest network within half a point of accuracy.</summary>
    public required long CompressedParameters { get; init; }

    /// <summary>The share of test samples that it classifies correctly.</summary>
    public required double CompressedTestAccuracy { get; init; }

    /// <summary>The numerical ranks of linear layers that two thin ones now stand for, and of those that they would not save weights.</summary>
    public required IReadOnlyList<FactorizedLayer> Factorized { get; init; }
}
