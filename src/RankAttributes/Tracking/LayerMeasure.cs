using RankAttributes.Tracking.Network;

namespace RankAttributes.Tracking;

/// <summary>
/// A measure of one weight matrix. Snapshots, log files, metrics, TensorBoard, the training page and the tables of the documentation are written from
/// <see cref="All"/>.
/// </summary>
public sealed class LayerMeasure
{
    private const string Dimensions = "{dimension}";

    private readonly Func<MeasuredLayer, double?>? ofWeight;

    private LayerMeasure(string name, string tag, string? unit, string title, string description, Func<MeasuredLayer, double?> ofWeight)
        => (Name, Tag, Unit, Title, Description, this.ofWeight) = (name, tag, unit, title, description, ofWeight);

    private LayerMeasure(string name, string tag, string title, string description, Func<ActivationRanks, double> ofActivations)
        => (Name, Tag, Unit, Title, Description, OfActivations) = (name, tag, Dimensions, title, description, ofActivations);

    /// <summary>Every measure, in the order of tables and charts.</summary>
    public static IReadOnlyList<LayerMeasure> All { get; } =
    [
        new("effectiveRank", "rank/effective", Dimensions, "Effective rank", "Σ(σᵢ/σ₁)^p at the declared p; what a rank budget limits",
            weight => weight.Spectrum!.EffectiveRank(weight.P)) { DependsOnP = true },
        new("stableRank", "rank/stable", Dimensions, "Stable rank", "‖A‖_F²/‖A‖²", weight => weight.Spectrum!.StableRank),
        new("numericalRank", "rank/numerical", Dimensions, "Numerical rank", "the count of singular values that rounding can tell from zero",
            weight => weight.Spectrum!.NumericalRank),
        new("entropyRank", "rank/entropy", Dimensions, "Entropy rank", "exp(−Σ qᵢ ln qᵢ), qᵢ = σᵢ/Σσ (Roy, Vetterli 2007)",
            weight => weight.Spectrum!.EntropyRank),
        new("activationRank", "activation_rank/numerical", "Activation rank", "the numerical rank of the activations that enter the layer", ranks =>
            ranks.Numerical),
        new("activationEntropyRank", "activation_rank/entropy", "Bottleneck rank", "the entropy rank of the activations that enter the layer", ranks =>
            ranks.Entropy),
        new("activationStableRank", "activation_rank/stable", "Activation stable rank", "the stable rank of the activations that enter the layer", ranks =>
            ranks.Stable),
        new("spectralNorm", "norm/spectral", null, "Spectral norm", "‖A‖ = σ₁; norms that grow while ranks fall show that the penalty is escaped by scaling",
            weight => weight.Spectrum!.SpectralNorm),
        new("frobeniusNorm", "norm/frobenius", null, "Frobenius norm", "‖A‖_F = √Σσᵢ²", weight => weight.Spectrum!.FrobeniusNorm),
        new("schattenPower", "norm/schatten_power", null, "Schatten power", "Σσᵢ^p at the declared p: the penalty without smoothing",
            weight => weight.Spectrum!.SchattenPower(weight.P)) { DependsOnP = true },
        new("operatorNormBound", "norm/operator_bound", null, "Operator norm bound",
            "√κ·‖A‖ for a convolution whose patches overlap κ-fold; ‖A‖ for a linear layer",
            weight => Math.Sqrt(weight.Overlap) * weight.Spectrum!.SpectralNorm),
        new("distanceFromReference", "norm/from_reference", null, "Distance from the reference", "‖A − M‖_F, where a reference M was kept",
            weight => weight.Distance),
        new("bestIndex", "index/best", "1", "Best p", "the p of 0, 0.05, …, 2 at which the layer's term of Theorem 3.6 is least",
            weight => weight.BestIndex),
    ];

    /// <summary>The name in files: <c>effectiveRank</c>.</summary>
    public string Name { get; }

    /// <summary>The name in words: <c>Effective rank</c>.</summary>
    public string Title { get; }

    /// <summary>The unit as OpenTelemetry writes it, or <see langword="null"/> for values in the units of the weights.</summary>
    public string? Unit { get; }

    /// <summary>Its formula or meaning.</summary>
    public string Description { get; }

    /// <summary>The description as a sentence.</summary>
    // A sentence that begins with a formula, exp(…), keeps its small letter.
    internal string Sentence => Description.IndexOf('(') is >= 0 and var bracket && bracket < Description.IndexOf(' ')
        ? $"{Description}." : $"{char.ToUpperInvariant(Description[0])}{Description[1..]}.";

    /// <summary>Whether it depends on the declared Schatten index.</summary>
    public bool DependsOnP { get; private init; }

    /// <summary>Whether it is measured on activations, so that it has a value only after <see cref="BoundTracker.Measure"/> with activation ranks.</summary>
    public bool IsOfActivations => OfActivations is not null;

    /// <summary>The group and the name of its curves in TensorBoard, the weight's name between them.</summary>
    internal string Tag { get; }

    internal Func<ActivationRanks, double>? OfActivations { get; }

    /// <summary>The value for a layer; <see langword="null"/> where it is not known.</summary>
    internal double? Of(MeasuredLayer layer)
        => OfActivations is { } read ? (layer.Observed?.Activations is { } ranks ? read(ranks) : null) : layer.Spectrum is null ? null : ofWeight!(layer);
}
