using System.Text.Json.Serialization;
using RankAttributes.Declarations;
using RankAttributes.Tracking.Sinks;

namespace RankAttributes.Tracking;

/// <summary>One weight matrix as it was when a snapshot was taken. Norms are in the units of the weights; measures are null where <see cref="Problem"/> says
/// why.</summary>
[JsonConverter(typeof(LayerSnapshotConverter))]
public sealed record LayerSnapshot
{
    /// <summary>Describes a weight matrix.</summary>
    /// <param name="name">The parameter's registered name.</param>
    /// <param name="outputs">Rows m.</param>
    /// <param name="inputs">Columns n.</param>
    internal LayerSnapshot(string name, long outputs, long inputs) => (Name, Outputs, Inputs) = (name, outputs, inputs);

    /// <summary>The parameter's registered name: <c>fc1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Rows m.</summary>
    public long Outputs { get; }

    /// <summary>Columns n.</summary>
    public long Inputs { get; }

    /// <summary>Whether the weight is penalized.</summary>
    public bool IsRegularized { get; init; }

    /// <summary>The declared Schatten index p, or the one the options give to weights that declare none.</summary>
    public double P { get; init; }

    /// <summary>The declared rank budget, or <see langword="null"/>.</summary>
    public int? RankBudget { get; init; }

    /// <summary>The spectral norm ‖A‖ = σ₁.</summary>
    public double? SpectralNorm => this["spectralNorm"];

    /// <summary>The Frobenius norm ‖A‖_F.</summary>
    public double? FrobeniusNorm => this["frobeniusNorm"];

    /// <summary>The penalty's value without smoothing, ‖A‖_Sp^p = Σσᵢ^p at the declared p.</summary>
    public double? SchattenPower => this["schattenPower"];

    /// <summary>The p-effective rank ‖A‖_Sp^p / ‖A‖^p at the declared p.</summary>
    public double? EffectiveRank => this["effectiveRank"];

    /// <summary>The stable rank ‖A‖_F² / ‖A‖².</summary>
    public double? StableRank => this["stableRank"];

    /// <summary>The numerical rank, of the weight's own dtype.</summary>
    public int? NumericalRank => (int?)this["numericalRank"];

    /// <summary>The entropy rank exp(−Σ qᵢ ln qᵢ), qᵢ = σᵢ/Σσ.</summary>
    public double? EntropyRank => this["entropyRank"];

    /// <summary>‖A − M‖_F for the reference that was kept.</summary>
    public double? DistanceFromReference => this["distanceFromReference"];

    /// <summary>A bound on the operator norm: √κ·‖A‖ for a convolution whose patches overlap κ-fold; ‖A‖ for a linear layer.</summary>
    public double? OperatorNormBound => this["operatorNormBound"];

    /// <summary>The index p at which the layer's term of Theorem 3.6 is least.</summary>
    public double? BestIndex => this["bestIndex"];

    /// <summary>The ranks of what enters the layer, over the samples last measured with activation ranks; see <see cref="BoundTracker.Measure"/>.</summary>
    public ActivationRanks? Activations { get; init; }

    /// <summary>
    /// The singular values in falling order: all of up to 65, else 65 of them from the first to the last, evenly spaced by index.
    /// </summary>
    public IReadOnlyList<double> Spectrum { get; init => field = value ?? []; } = [];

    /// <summary>All singular values in falling order. Not written to files.</summary>
    public IReadOnlyList<double> SingularValues { get; init => field = value ?? []; } = [];

    /// <summary>Whether the effective rank is above the budget.</summary>
    internal bool IsOverBudget => (EffectiveRank, RankBudget) is ({ } rank, { } budget) && ReachedRanks.Exceeds(rank, budget);

    /// <summary>Why there are no measures: the weight holds NaN, say.</summary>
    public string? Problem { get; init; }

    /// <summary>The measures by <see cref="LayerMeasure.Name"/>, without those that are unknown.</summary>
    public IReadOnlyDictionary<string, double> Measures { get; internal init; } = new Dictionary<string, double>();

    /// <summary>A measure by its name, or <see langword="null"/> where it is not known.</summary>
    /// <param name="measure">The <see cref="LayerMeasure.Name"/>: <c>effectiveRank</c>.</param>
    public double? this[string measure] => Measures.TryGetValue(measure, out var value) ? value : null;
}

/// <summary>The bottleneck rank of a layer: how many directions the activations that enter it span.</summary>
/// <param name="Width">The number of features: of inputs of a linear layer, of channels of a convolution.</param>
/// <param name="Rows">How many vectors of that width were seen: samples, and positions where there are any.</param>
/// <param name="Numerical">The count of σᵢ &gt; σ₁ · max(rows, width) · ε of the activations' matrix, ε that of their dtype, but at least what a Gram matrix
/// resolves.</param>
/// <param name="Entropy">The entropy rank.</param>
/// <param name="Stable">The stable rank.</param>
public sealed record ActivationRanks(long Width, long Rows, int Numerical, double Entropy, double Stable);
