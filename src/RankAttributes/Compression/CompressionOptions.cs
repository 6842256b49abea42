using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>How far <see cref="CompressionExtensions.Compress"/> goes, and with what help. At least one limit is needed; all that are given are kept.</summary>
public sealed record CompressionOptions
{
    /// <summary>
    /// By how much the result of <c>evaluate</c> may fall, in its own unit: 0.005 is half a point of an accuracy in [0, 1]. The smallest model that
    /// was found within it is taken. At least 0.
    /// </summary>
    public double? MaxAccuracyDrop { get; init; }

    /// <summary>The most parameters that the whole model may have, biases included. At least 1.</summary>
    public long? MaxParameters { get; init; }

    /// <summary>How many times faster inference must be at batch 256, measured on this machine; needs <see cref="Inputs"/>. Above 1.</summary>
    public double? TargetSpeedup { get; init; }

    /// <summary>One rank for all layers, in place of one for each. At least 1.</summary>
    public int? Rank { get; init; }

    /// <summary>
    /// A batch of inputs as the model takes them, a few hundred samples or more. The activations that they cause decide which directions of a
    /// weight matter, and inference is timed on them. Without them the activations are those that <c>evaluate</c> causes, and nothing is timed.
    /// </summary>
    public Tensor? Inputs { get; init; }

    /// <summary>
    /// Whether hidden units between linear layers and channels of convolutions are removed too: networks with a half, a quarter and an eighth of them are
    /// tried. Only where they enter the next layer one by one, through an activation function, pooling or dropout, which a run of the model on
    /// <see cref="Inputs"/> shows; without inputs, or with <see cref="Rank"/>, all of them stay. So do the channels of a convolution that is transposed or has
    /// several groups. Turn it off where <see cref="Tune"/> needs the full width.
    /// </summary>
    public bool RemoveUnits { get; init; } = true;

    /// <summary>
    /// Trains the compressed model for one epoch; the argument counts epochs from 1. Parameters are new in each trial: create the optimizer at
    /// epoch 1. Without it the model is compressed as it is. If tuning lowers the result of <c>evaluate</c>, it is undone.
    /// </summary>
    public Action<int>? Tune { get; init; }

    /// <summary>How many epochs each trial is tuned, 1 or more.</summary>
    public int TuneEpochs { get; init; } = 1;

    /// <summary>Is told of every trial.</summary>
    public IProgress<CompressionProgress>? Progress { get; init; }

    internal void Verify()
    {
        if (MaxAccuracyDrop is null && MaxParameters is null && TargetSpeedup is null && Rank is null)
            throw new ArgumentException(
                $"No limit is given: set {nameof(MaxAccuracyDrop)}, {nameof(MaxParameters)}, {nameof(TargetSpeedup)} or {nameof(Rank)}.");
        Require(MaxAccuracyDrop is null or (>= 0 and < double.PositiveInfinity), nameof(MaxAccuracyDrop), MaxAccuracyDrop, "a number of at least 0");
        Require(MaxParameters is null or >= 1, nameof(MaxParameters), MaxParameters, "at least 1");
        Require(TargetSpeedup is null or (> 1 and < double.PositiveInfinity), nameof(TargetSpeedup), TargetSpeedup, "a number above 1");
        Require(Rank is null or >= 1, nameof(Rank), Rank, "at least 1");
        Require(TuneEpochs >= 1, nameof(TuneEpochs), TuneEpochs, "at least 1");
        if (TargetSpeedup is not null && Inputs is null)
            throw new ArgumentException($"{nameof(TargetSpeedup)} is measured on {nameof(Inputs)}, which are not given.");
        if (Inputs is not null && (Inputs.dim() == 0 || Inputs.shape[0] == 0))
            throw new ArgumentException($"{nameof(Inputs)} hold no samples: their shape is [{string.Join(", ", Inputs.shape)}].");
    }

    private static void Require(bool holds, string name, object? value, string wanted)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"{name} must be {wanted}.");
    }
}

/// <summary>One trial of a compression.</summary>
/// <param name="Trial">1, 2, …</param>
/// <param name="Parameters">The parameters of the whole model in this trial.</param>
/// <param name="Accuracy">The result of <c>evaluate</c>, after tuning where there is any.</param>
/// <param name="IsWithinLimits">Whether the trial keeps all limits.</param>
public sealed record CompressionProgress(int Trial, long Parameters, double Accuracy, bool IsWithinLimits);
