namespace RankAttributes.Tracking;

/// <summary>A model and its bounds at one moment of training.</summary>
/// <remarks>No list is ever <see langword="null"/>: a line of JSON that leaves one out, or says null, has an empty one.</remarks>
public sealed record BoundSnapshot
{
    /// <summary>The name of the run.</summary>
    public string Model { get; init => field = value ?? ""; } = "";

    /// <summary>
    /// The model's class by its name in metadata, <c>Demo.Outer+Net`1</c>, by which a build finds the ranks that its training reached;
    /// <see langword="null"/> in lines that an earlier version wrote.
    /// </summary>
    public string? ModelType { get; init; }

    /// <summary>When the snapshot was taken.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The progress of training.</summary>
    public required TrainingProgress Progress { get; init; }

    /// <summary>Every weight matrix of the model, those without a penalty too, from input to output as far as that is known.</summary>
    public IReadOnlyList<LayerSnapshot> Layers { get; init => field = value ?? []; } = [];

    /// <summary>The number N of training samples, or <see langword="null"/>.</summary>
    public long? Samples { get; init; }

    /// <summary>B as it went into the bounds, or <see langword="null"/> where none is known and 1 was taken.</summary>
    public double? InputNorm { get; init; }

    /// <summary>γ as it went into the bounds, or <see langword="null"/> where none is known and 1 was taken.</summary>
    public double? Margin { get; init; }

    /// <summary>The step at which margin and activations were measured, or <see langword="null"/> where they were not.</summary>
    public long? MeasuredAt { get; init; }

    /// <summary>
    /// Bounds on the generalization gap, the paper's first: rates, constants dropped, the certificate apart. Empty where the weights have none.
    /// </summary>
    public IReadOnlyList<BoundValue> Bounds { get; init => field = value ?? []; } = [];

    /// <summary>Predicted savings and costs of cutting all layers to a rank, for a few ranks in rising order; empty where a weight has no spectrum.</summary>
    public IReadOnlyList<CompressionEstimate> Compression { get; init => field = value ?? []; } = [];

    /// <summary>Values that are missing for a bound, and the limits of the numbers, in words.</summary>
    public IReadOnlyList<string> Notes { get; init => field = value ?? []; } = [];

    /// <summary>The bound of a kind, or <see langword="null"/> where there is none.</summary>
    /// <param name="kind">The bound that is asked for.</param>
    public BoundValue? this[BoundKind kind] => Bounds.FirstOrDefault(bound => bound.Kind == kind);
}

/// <summary>A bound on the generalization gap.</summary>
/// <param name="Kind">Which bound.</param>
/// <param name="Gap">The gap at N samples; at 1 or more it says nothing. <see langword="null"/> where N is not known.</param>
/// <param name="PredictedSamples">N̂, at which the gap reaches 1, for the rates of the paper.</param>
public sealed record BoundValue(BoundKind Kind, double? Gap, double? PredictedSamples = null)
{
    /// <summary>Whether it says nothing: the gap is 1 or more.</summary>
    public bool IsVacuous => Gap is >= 1;
}

/// <summary>The bounds that are tracked.</summary>
public enum BoundKind
{
    /// <summary>Theorem 3.6 of Ledent, Alves, Lei 2025 at the declared p.</summary>
    NormBased,

    /// <summary>Theorem 3.6 at the best p of each layer.</summary>
    NormBasedBestIndex,

    /// <summary>Theorem 3.7, which uses the measured norms of the activations, at the declared p.</summary>
    DataDependent,

    /// <summary>Theorem 3.7 at the best p of each layer.</summary>
    DataDependentBestIndex,

    /// <summary>√(P·L/N), P the number of weights.</summary>
    ParameterCounting,

    /// <summary>Bartlett, Foster, Telgarsky 2017.</summary>
    BartlettFosterTelgarsky,

    /// <summary>Neyshabur, Bhojanapalli, Srebro 2018.</summary>
    NeyshaburBhojanapalliSrebro,

    /// <summary>Golowich, Rakhlin, Shamir 2018.</summary>
    GolowichRakhlinShamir,

    /// <summary>The spectrum-adaptive certificate at 95%: a guarantee with every constant kept, not a rate.</summary>
    Certificate,
}
