using static TorchSharp.torch;

namespace RankAttributes.Mpi;

/// <summary>One step of all processes, from <see cref="ParallelModel.Step"/>.</summary>
public sealed class TrainingStep : IDisposable
{
    private readonly ParallelModel model;
    private bool isEnded;

    internal TrainingStep(ParallelModel model, long number, long ownSamples, long samples)
        => (this.model, Number, Samples, Weight) = (model, number, samples, samples == 0 ? 0 : (double)ownSamples / samples);

    /// <summary>The number of the step, from 0.</summary>
    public long Number { get; }

    /// <summary>The samples of all processes.</summary>
    public long Samples { get; }

    /// <summary>
    /// This process's share of the samples, in [0, 1]: multiply a mean over its own samples by it, and the sum over processes is the mean over all.
    /// Exact for batches of different sizes.
    /// </summary>
    public double Weight { get; }

    internal bool IsReduced { get; private set; }

    /// <summary>Adds the gradients of all processes; afterwards every process has the gradient of the whole batch. Call it between backward and the
    /// optimizer's step.</summary>
    /// <param name="values">Scalars to add on the way, at most 8: this process's weighted loss and its penalty, for a log line.</param>
    /// <returns>The sums over all processes, one for each value. That of a process without samples counts as 0 where it is NaN.</returns>
    /// <exception cref="InvalidOperationException">The processes are out of step, or the step was reduced before.</exception>
    public IReadOnlyList<double> Reduce(params Tensor[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ObjectDisposedException.ThrowIf(isEnded, this);
        if (IsReduced) throw new InvalidOperationException($"Step {Number} was reduced before: call {nameof(Reduce)} once in a step.");
        IsReduced = true;
        var numbers = new double[values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            numbers[index] = values[index].to_type(ScalarType.Float64).item<double>();
            if (Weight == 0 && double.IsNaN(numbers[index])) numbers[index] = 0;
        }

        model.Reduce(this, numbers);
        return numbers;
    }

    /// <summary>Ends the step. One that was not reduced makes the next call of <see cref="ParallelModel.Step"/> fail.</summary>
    public void Dispose() => isEnded = true;
}
