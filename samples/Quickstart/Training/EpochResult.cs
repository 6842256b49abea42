using RankAttributes.Tracking;

namespace Quickstart.Training;

/// <summary>One pass over the training set.</summary>
/// <param name="Epoch">1, 2, …</param>
/// <param name="Progress">Loss without the penalty, accuracies after the pass, and the penalty's value, whether or not it was trained with.</param>
/// <param name="Measured">Ranks and bound after the pass.</param>
internal sealed record EpochResult(int Epoch, TrainingProgress Progress, Measurement Measured)
{
    public double Loss => Progress.TrainLoss!.Value;

    public double TrainAccuracy => Progress.TrainAccuracy!.Value;

    public double TestAccuracy => Progress.TestAccuracy!.Value;

    public double Penalty => Progress.Penalty!.Value;
}

/// <summary>One training from the common initialization.</summary>
/// <param name="Epochs">Every pass.</param>
/// <param name="Duration">Time of the training alone.</param>
/// <param name="Shipped">The model after <c>Compress</c>.</param>
internal sealed record TrainingRun(IReadOnlyList<EpochResult> Epochs, TimeSpan Duration, Shipped Shipped)
{
    public EpochResult Last => Epochs[^1];
}
