namespace RankAttributes.Tracking;

/// <summary>A number that a snapshot has of the run as a whole. Metrics, TensorBoard, the training page and the documentation are written from
/// <see cref="All"/>.</summary>
/// <param name="Title">The name in words.</param>
/// <param name="Instrument">The name among metrics, or <see langword="null"/> where there is none; measures that share one differ by
/// <paramref name="Split"/>.</param>
/// <param name="Split"><c>train</c>, <c>test</c>, or <see langword="null"/>.</param>
/// <param name="Tag">The name of the curve in TensorBoard, or <see langword="null"/> where there is none.</param>
/// <param name="Unit">The unit as OpenTelemetry writes it, or <see langword="null"/>.</param>
/// <param name="Description">What it is.</param>
/// <param name="Of">Its value, or <see langword="null"/> where it is not known.</param>
internal sealed record RunMeasure(string Title, string? Instrument, string? Split, string? Tag, string? Unit, string Description,
    Func<BoundSnapshot, double?> Of)
{
    public static IReadOnlyList<RunMeasure> All { get; } =
    [
        new("step", "training.step", null, null, "{step}", "the training step of the last snapshot", snapshot => snapshot.Progress.Step),
        new("epoch", "training.epoch", null, "training/epoch", "{epoch}", "the epoch of the last snapshot", snapshot => snapshot.Progress.Epoch),
        new("training loss", "training.loss", "train", "loss/train", null, "the mean loss", snapshot => snapshot.Progress.TrainLoss),
        new("test loss", "training.loss", "test", "loss/test", null, "the mean loss", snapshot => snapshot.Progress.TestLoss),
        new("penalty", "training.penalty", null, "loss/penalty", null, "the value of the penalty", snapshot => snapshot.Progress.Penalty),
        new("training accuracy", "training.accuracy", "train", "accuracy/train", "1", "the share of samples that are classified correctly", snapshot =>
            snapshot.Progress.TrainAccuracy),
        new("test accuracy", "training.accuracy", "test", "accuracy/test", "1", "the share of samples that are classified correctly", snapshot =>
            snapshot.Progress.TestAccuracy),
        new("empirical gap", "training.generalization_gap", null, "gap/empirical", "1", "test error less training error", snapshot =>
            snapshot.Progress.EmpiricalGap),
        new("description length", "training.description_length", null, "code/bits", "bit", "the length of the network's description in bits", snapshot =>
            snapshot.Progress.DescriptionBits),
        new("certified error", "training.certified_error", null, "code/certified_error", "1", "the error on new data that the description certifies",
            snapshot => snapshot.Progress.CertifiedError),
        new("margin", "training.margin", null, "data/margin", null, "the margin γ that went into the bounds, in units of the logits", snapshot =>
            snapshot.Margin),
        new("input norm", null, null, "data/input_norm", null, "the norm B of an input that went into the bounds", snapshot => snapshot.InputNorm),
    ];

    /// <summary>The description as a sentence.</summary>
    public string Sentence => $"{char.ToUpperInvariant(Description[0])}{Description[1..]}.";

    /// <summary>The measures with curves of one kind: <c>loss</c>, <c>accuracy</c>.</summary>
    public static IEnumerable<RunMeasure> Group(string name) => All.Where(measure => measure.Tag?.StartsWith(name + "/", StringComparison.Ordinal) ?? false);
}
