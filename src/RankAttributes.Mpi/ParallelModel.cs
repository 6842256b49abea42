using System.Globalization;
using RankAttributes.Tracking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Mpi;

/// <summary>
/// One model on several processes, each with a copy: data-parallel training. Each process passes its share of a batch and computes the penalty of its
/// share of the weights; <see cref="TrainingStep.Reduce"/> adds the gradients.
/// </summary>
public sealed class ParallelModel : IDisposable
{
    private const int MaxValues = 8;
    private readonly World world;
    private readonly nn.Module model;
    private readonly PenaltyShare? share;
    private readonly List<GradientBuffer> buffers = [];
    private IReadOnlyList<(string Name, Parameter Parameter)> parameters = [];
    private TrainingStep? current;

    internal ParallelModel(World world, nn.Module model)
    {
        (this.world, this.model) = (world, model);
        share = model is IRankRegularized regularized ? new PenaltyShare(regularized, world.Rank, world.Size) : null;
        if (world.Size == 1) return;
        Join();
    }

    /// <summary>The number of steps begun so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Begins a step: tells the others how many samples this process has, and checks that all are at the same step.</summary>
    /// <param name="samples">The rows of this process's part of the batch; 0 takes part without a sample.</param>
    /// <exception cref="InvalidOperationException">The processes are at different Steps, or their weights differ.</exception>
    public TrainingStep Step(long samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        if (current is { IsReduced: false } open)
            throw new InvalidOperationException($"Step {open.Number} ended without {nameof(TrainingStep.Reduce)}, so its gradients are those of this process alone.");
        var counts = world.Rounds.Meet(Activity.Step, Steps, samples);
        if (world.Size > 1) Follow();
        if (world.Options.ComparisonInterval is > 0 and var interval && Steps > 0 && Steps % interval == 0) CompareWeights();
        return current = new TrainingStep(this, Steps++, samples, counts.Sum());
    }

    /// <summary>
    /// The penalty of this process's share of the weights, differentiable. The sum over all processes is the model's penalty: add it to the weighted loss
    /// as it is.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model declares no penalty.</exception>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    public Tensor Penalty() => share is not null
        ? share.RegularizationLoss()
        : throw new InvalidOperationException($"{model.GetType().Name} declares no penalty: annotate it with [SchattenRegularize].");

    /// <summary>Copies buffers from rank 0, such as the running statistics of batch normalization, which each process gathers from its own samples. Call it
    /// before evaluation.</summary>
    public void SynchronizeBuffers()
    {
        world.Rounds.Meet(Activity.Buffers);
        world.Together("copying buffers from rank 0", () =>
        {
            foreach (var (_, buffer) in ModelLayout.Buffers(model)) ModelLayout.Broadcast(world.Communicator, buffer);
        });
    }

    /// <summary>
    /// Measures each process's share of the samples and gives the tracker of rank 0 the measurement of all: margins, norms, bottleneck ranks, and what is
    /// between layers. Buffers are synchronized first.
    /// </summary>
    /// <param name="tracker">The tracker on rank 0; <see langword="null"/> on the others.</param>
    /// <param name="share">This process's batches, which may be none.</param>
    /// <param name="activationRanks">Whether to measure bottleneck ranks.</param>
    /// <param name="forward">How the model computes logits; by default <c>model.call(inputs)</c>.</param>
    /// <returns>The measurement, on rank 0.</returns>
    /// <exception cref="ArgumentException">Rank 0 has no tracker, or a batch is not usable.</exception>
    public SampleMeasurement? Measure(
        BoundTracker? tracker, IEnumerable<(Tensor Inputs, Tensor Labels)> share, bool activationRanks = false, Func<Tensor, Tensor>? forward = null)
    {
        ArgumentNullException.ThrowIfNull(share);
        if (world.IsRoot && tracker is null) throw new ArgumentException("Rank 0 needs a tracker.", nameof(tracker));
        SynchronizeBuffers();
        var bytes = SampleShare.Measure(model, share.Where(batch => batch.Inputs.shape[0] > 0), activationRanks, forward).ToBytes();
        var length = world.Rounds.Meet(Activity.Measure, value: bytes.Length, isWatched: false).Max();
        Array.Resize(ref bytes, checked((int)length));
        byte[][] all = [];
        world.Together("merging measurements", () => all = world.Communicator.GatherAtRoot(bytes));
        return world.IsRoot ? tracker!.MergeShares([.. all.Select(SampleShare.FromBytes)]) : null;
    }

    /// <summary>Compares the weights of all processes.</summary>
    /// <exception cref="InvalidOperationException">They differ in at least one bit.</exception>
    public void CompareWeights()
    {
        var fingerprints = world.Rounds.Meet(Activity.Join, Steps, ModelLayout.WeightFingerprint(model));
        for (var rank = 1; rank < fingerprints.Length; rank++)
        {
            if (fingerprints[rank] == fingerprints[0]) continue;
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"""
                The weights of rank {rank} differ from those of rank 0 before step {Steps}: the processes no longer train one model. Every process must use the
                same optimizer, the same settings and the same number of Steps, and change weights in the same way.
                """));
        }
    }

    /// <summary>Frees the gradient buffer. The model stays as it is.</summary>
    public void Dispose()
    {
        foreach (var buffer in buffers) buffer.Dispose();
        buffers.Clear();
    }

    internal void Reduce(TrainingStep step, double[] numbers)
    {
        if (numbers.Length > MaxValues) throw new ArgumentException($"At most {MaxValues} values can be added in a step.", nameof(numbers));
        if (step != current) throw new InvalidOperationException($"Step {step.Number} is over.");
        world.Rounds.Meet(Activity.Reduce, step.Number, numbers.Length);
        if (world.Size == 1) return;
        var carried = new double[MaxValues];
        numbers.CopyTo(carried, 0);
        world.Together($"the sum of gradients of step {step.Number}", () =>
        {
            for (var index = 0; index < buffers.Count; index++) buffers[index].Sum(world.Communicator, index == 0 ? carried : []);
        });
        Array.Copy(carried, numbers, numbers.Length);
    }

    /// <summary>Takes up parameters that took the place of others: layers that were replaced, frozen or moved to another device.</summary>
    private void Follow()
    {
        if (!ModelLayout.TrainableParameters(model).Select(item => item.Parameter)
            .SequenceEqual(parameters.Select(item => item.Parameter), ReferenceEqualityComparer.Instance)) Join();
    }

    /// <summary>Makes the copies equal and lays the gradients side by side.</summary>
    private void Join()
    {
        var fingerprints = world.Rounds.Meet(Activity.Join, value: ModelLayout.Fingerprint(model));
        var other = Array.FindIndex(fingerprints, fingerprint => fingerprint != fingerprints[0]);
        if (other > 0)
            throw new InvalidOperationException(
                $"Rank {other} has other parameters than rank 0: every process must make the same model, with the same layers, types and frozen parameters.");

        world.Together("copying weights from rank 0", () =>
        {
            foreach (var (_, tensor) in ModelLayout.Tensors(model)) ModelLayout.Broadcast(world.Communicator, tensor);
        });
        Dispose();
        parameters = ModelLayout.TrainableParameters(model);
        foreach (var group in parameters.GroupBy(item => item.Parameter.dtype == ScalarType.Float64))
            buffers.Add(new GradientBuffer([.. group], buffers.Count == 0 ? MaxValues : 0));
    }
}
