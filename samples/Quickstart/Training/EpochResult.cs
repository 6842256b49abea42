namespace Quickstart.Training;

/// <summary>One pass over the training set.</summary>
/// <param name="Epoch">1, 2, …</param>
/// <param name="Loss">Mean cross-entropy over the pass, without the penalty.</param>
/// <param name="TrainAccuracy">Share of training samples classified correctly after the pass.</param>
/// <param name="TestAccuracy">The same for test samples.</param>
/// <param name="Penalty">The generated penalty's value after the pass, whether or not it was trained with.</param>
/// <param name="Measured">Ranks and bound after the pass.</param>
internal sealed record EpochResult(int Epoch, double Loss, double TrainAccuracy, double TestAccuracy, double Penalty, Measurement Measured);

/// <summary>One training from the common initialization.</summary>
/// <param name="Epochs">Every pass.</param>
/// <param name="Duration">Time of the training alone.</param>
/// <param name="Shipped">The model after <c>Compress</c>.</param>
internal sealed record TrainingRun(IReadOnlyList<EpochResult> Epochs, TimeSpan Duration, Shipped Shipped)
{
    public EpochResult Last => Epochs[^1];
}
