namespace RankAttributes.Tracking;

/// <summary>The progress of training when a snapshot is taken. Leave unknown values out.</summary>
/// <param name="Step">The number of the training step, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The step is below 0.</exception>
public sealed record TrainingProgress(long Step)
{
    /// <summary>The number of the training step, at least 0. A snapshot takes the place of earlier ones of the same or a later step.</summary>
    public long Step { get; init => field = AtLeastZero(value); } = AtLeastZero(Step);

    /// <summary>The number of the epoch.</summary>
    public int? Epoch { get; init; }

    /// <summary>The mean training loss, the penalty included or not as the caller likes.</summary>
    public double? TrainLoss { get; init; }

    /// <summary>The value of the penalty.</summary>
    public double? Penalty { get; init; }

    /// <summary>The share of training samples that are classified correctly, in [0, 1].</summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>The mean test loss.</summary>
    public double? TestLoss { get; init; }

    /// <summary>The share of test samples that are classified correctly, in [0, 1].</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>The length of the network's description in bits, where it is trained to a short one: <c>CodeTraining.CertifyNow(…).Bits</c>.</summary>
    public double? DescriptionBits { get; init; }

    /// <summary>The error on new data that the description certifies, in [0, 1]: <c>CodeTraining.CertifyNow(…).ErrorBound</c>.</summary>
    public double? CertifiedError { get; init; }

    /// <summary>The training error 1 − <see cref="TrainAccuracy"/>.</summary>
    public double? TrainError => 1 - TrainAccuracy;

    /// <summary>The test error 1 − <see cref="TestAccuracy"/>.</summary>
    public double? TestError => 1 - TestAccuracy;

    /// <summary>The empirical generalization gap: test error less training error.</summary>
    public double? EmpiricalGap => TestError - TrainError;

    private static long AtLeastZero(long step)
        => step >= 0 ? step
            : throw new ArgumentOutOfRangeException(nameof(Step), step, FormattableString.Invariant($"The step must be at least 0; it is {step}."));
}
