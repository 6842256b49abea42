namespace RankAttributes.Tracking.Page;

/// <summary>A training run as its page shows it. What is not known is left out.</summary>
/// <param name="Name">The name of the run.</param>
/// <param name="Points">The snapshots in the order of their steps, at least one.</param>
internal sealed record TrainingRun(string Name, IReadOnlyList<TrainingPoint> Points)
{
    /// <summary>Whether the run is over; the page of one that goes on loads itself again.</summary>
    public bool IsComplete { get; init; }

    /// <summary>What is missing for a bound, and what its numbers leave out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is guaranteed at the end, in words; <see langword="null"/> before.</summary>
    public string? Certificate { get; init; }

    /// <summary>Whether nothing is promised.</summary>
    public bool IsVacuous { get; init; }

    /// <summary>The number of training samples, or <see langword="null"/>.</summary>
    public long? Samples { get; init; }
}

/// <summary>A snapshot of a run.</summary>
/// <param name="Step">The number of the training step.</param>
internal sealed record TrainingPoint(long Step)
{
    /// <summary>The number of the epoch, or <see langword="null"/>.</summary>
    public int? Epoch { get; init; }

    /// <summary>Losses by name, in the order in which they are drawn.</summary>
    public IReadOnlyList<NamedValue> Losses { get; init; } = [];

    /// <summary>Accuracies in [0, 1] by name.</summary>
    public IReadOnlyList<NamedValue> Accuracies { get; init; } = [];

    /// <summary>Bounds on the generalization gap by name, and the empirical gap.</summary>
    public IReadOnlyList<NamedValue> Gaps { get; init; } = [];

    /// <summary>The weight matrices from input to output.</summary>
    public IReadOnlyList<LayerPoint> Layers { get; init; } = [];
}

/// <summary>A value and what it is of.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">The value, or <see langword="null"/> where there is none at this point.</param>
internal sealed record NamedValue(string Name, double? Value);

/// <summary>A weight matrix in a snapshot.</summary>
/// <param name="Name">The parameter's registered name.</param>
/// <param name="Outputs">Rows m.</param>
/// <param name="Inputs">Columns n.</param>
internal sealed record LayerPoint(string Name, long Outputs, long Inputs)
{
    /// <summary>The Schatten index p.</summary>
    public double P { get; init; }

    /// <summary>The declared rank budget.</summary>
    public int? RankBudget { get; init; }

    /// <summary>‖A‖.</summary>
    public double? SpectralNorm { get; init; }

    /// <summary>‖A‖_F.</summary>
    public double? FrobeniusNorm { get; init; }

    /// <summary>The p-effective rank.</summary>
    public double? EffectiveRank { get; init; }

    /// <summary>The stable rank.</summary>
    public double? StableRank { get; init; }

    /// <summary>The numerical rank.</summary>
    public double? NumericalRank { get; init; }

    /// <summary>The entropy rank.</summary>
    public double? EntropyRank { get; init; }

    /// <summary>The entropy rank of the activations that enter the layer.</summary>
    public double? BottleneckRank { get; init; }

    /// <summary>‖A − M‖_F.</summary>
    public double? Distance { get; init; }

    /// <summary>Singular values in falling order, evenly spaced by index.</summary>
    public IReadOnlyList<double> Spectrum { get; init; } = [];

    /// <summary>Why there are no measures.</summary>
    public string? Problem { get; init; }
}
