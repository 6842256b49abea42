using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>Reading a value never changes the training: how often and when a loss is computed leaves every gradient what it was.</summary>
public sealed class ReadingTests
{
    private const int Side = 132;
    private static readonly Dictionary<PenaltyMethod, (double[], float[])> Expected = [];

    /// <summary>What a training does in each step beside computing the loss once and following its gradient.</summary>
    public enum Habit
    {
        Once, TwoReadings, ThreeReadings, ReadingAfterTheStep, ReadingWithoutGradients, ValidationLoss, DiscardedGradient, MicroBatches,
        TwoLosses, TwoModels, Checkpoint, ClippedWeights,
    }

    public static TheoryData<PenaltyMethod, Habit> Habits
    {
        get
        {
            var all = new TheoryData<PenaltyMethod, Habit>();
            foreach (var method in Enum.GetValues<PenaltyMethod>())
            {
                foreach (var habit in Enum.GetValues<Habit>().Skip(1)) all.Add(method, habit);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Habits))]
    public void Gradients_are_those_of_a_loss_that_is_computed_once_a_step(PenaltyMethod method, Habit habit)
    {
        using var scope = NewDisposeScope();
        if (!Expected.TryGetValue(method, out var once)) Expected[method] = once = Train(method, Habit.Once);
        var other = Train(method, habit);
        for (var layer = 0; layer < other.Sums.Length; layer++) Assert.Equal(1, other.Sums[layer] / once.Item1[layer], 0.05);

        // Sums of micro-batches are rounded otherwise; everything else is the same to the last bit.
        if (habit is Habit.MicroBatches or Habit.TwoLosses or Habit.ClippedWeights) return;
        Assert.Equal(once.Item2, other.Weights);
    }

    [Fact]
    public void Over_sixty_four_steps_every_weight_gets_the_gradient_of_sixty_four()
    {
        using var scope = NewDisposeScope();
        var (auto, subspace) = (Train(PenaltyMethod.Auto, Habit.Once, learningRate: 1e-7), Train(PenaltyMethod.Subspace, Habit.Once, learningRate: 1e-7));
        for (var layer = 0; layer < subspace.Sums.Length; layer++) Assert.Equal(1, auto.Sums[layer] / subspace.Sums[layer], 0.01);
    }

    private static (double[] Sums, float[] Weights) Train(PenaltyMethod method, Habit habit, double learningRate = 1e-3)
    {
        manual_seed(3);
        var isLazy = method == PenaltyMethod.Auto;
        var layers = Enumerable.Range(0, isLazy ? 8 : 2).Select(_ => nn.Parameter(randn(Side, Side) / Math.Sqrt(Side))).ToArray();
        var model = new Chain(layers, new PenaltySettings(0.5, 1e-3, Method: method));
        var second = new Chain(layers[..1], new PenaltySettings(0.5, 1e-3, Method: method));
        var target = randn(Side, Side) / Math.Sqrt(Side);
        using var optimizer = optim.SGD(layers, learningRate);
        var sums = new double[layers.Length];
        for (var step = 0; step < (isLazy || learningRate < 1e-6 ? 64 : method == PenaltyMethod.NewtonSchulz ? 6 : 16); step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            Follow(habit, model, second, () => model.Distance(target));
            for (var layer = 0; layer < layers.Length; layer++) sums[layer] += layers[layer].grad!.abs().sum().ToDouble();
            if (habit == Habit.DiscardedGradient) Discard(model, layers);
            optimizer.step();
            if (habit == Habit.ReadingAfterTheStep) model.RegularizationLoss().ToDouble();
            if (habit != Habit.ClippedWeights) continue;
            model.RegularizationLoss().ToDouble();
            using (no_grad()) layers[0].clamp_(-100, 100);
        }

        return (sums, [.. layers.SelectMany(layer => layer.data<float>().ToArray())]);
    }

    private static void Follow(Habit habit, Chain model, Chain second, Func<Tensor> distance)
    {
        switch (habit)
        {
            case Habit.MicroBatches:
                for (var batch = 0; batch < 4; batch++) ((distance() + model.RegularizationLoss()) / 4).backward();
                return;
            case Habit.TwoLosses:
                var (half, other) = ((distance() + model.RegularizationLoss()) / 2, (distance() + model.RegularizationLoss()) / 2);
                (half + other).backward();
                return;
            case Habit.Checkpoint:
                var state = model.Penalty!.GetState();
                model.Renew();
                model.Penalty!.SetState(state);
                break;
            case Habit.ReadingWithoutGradients:
                using (no_grad()) model.RegularizationLoss().ToDouble();
                break;
            case Habit.ValidationLoss:
                (distance() * 2 + model.RegularizationLoss()).ToDouble();
                break;
            case Habit.TwoModels:
                second.RegularizationLoss().ToDouble();
                break;
        }

        var readings = habit switch { Habit.TwoReadings => 1, Habit.ThreeReadings => 2, _ => 0 };
        for (var reading = 0; reading < readings; reading++) model.RegularizationLoss().ToDouble();
        (distance() + model.RegularizationLoss()).backward();
    }

    /// <summary>Differentiates once more and puts the gradients back.</summary>
    private static void Discard(Chain model, Parameter[] layers)
    {
        var kept = layers.Select(layer => layer.grad!.clone()).ToArray();
        model.RegularizationLoss().backward();
        for (var index = 0; index < layers.Length; index++) layers[index].grad!.copy_(kept[index]);
    }

    private sealed class Chain(Parameter[] layers, PenaltySettings settings) : IRankRegularized
    {
        public SchattenPenalty? Penalty { get; private set; } = new();

        public void Renew() => Penalty = new SchattenPenalty();

        public Tensor Distance(Tensor target) => layers.Select(layer => (layer - target).square().sum()).Aggregate((a, b) => a + b);

        public void CollectWeights(RankWeightCollector collector)
        {
            for (var index = 0; index < layers.Length; index++) collector.AddWeight($"layer{index}", layers[index], settings);
        }

        public Tensor RegularizationLoss() => Penalty!.ComputeLoss(this);
    }
}
