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
/// <param name="Finish">What was done to the model after a training with the penalty; empty after one without.</param>
internal sealed record TrainingRun(IReadOnlyList<EpochResult> Epochs, TimeSpan Duration, IReadOnlyList<FinishStep> Finish)
{
    public EpochResult Last => Epochs[^1];
}
