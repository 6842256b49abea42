using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>The penalty of one weight over the steps of a training: when it is computed, and by which method.</summary>
/// <remarks>
/// Lazy regularization: a gradient that changes little from step to step is added k-fold at every k-th step. The weights of a model
/// take turns, so that no step carries the cost of all.
/// </remarks>
internal sealed class PenaltyTerm
{
    /// <summary>Steps from one evaluation to the next where the method is chosen automatically.</summary>
    private const int AutomaticInterval = 8;

    /// <summary>Below this size a decomposition costs no more than following a part of the spectrum.</summary>
    private const long SmallestFollowed = 128;

    private readonly PenaltySettings settings;
    private readonly PenaltyMethod method;
    private readonly PenaltyEvaluator evaluator;
    private readonly DeviceType device;
    private readonly long side;
    private readonly int interval, turn;
    private long evaluated = -1;
    private double value;

    public PenaltyTerm(RegularizedWeight weight, int index)
    {
        var matrix = weight.AsMatrix();
        (settings, device, side) = (weight.Settings, matrix.device_type, Math.Min(matrix.shape[0], matrix.shape[1]));
        method = settings.Method != PenaltyMethod.Auto ? settings.Method
            : side < SmallestFollowed ? PenaltyMethod.Exact
            : device == DeviceType.CPU ? PenaltyMethod.Subspace : PenaltyMethod.NewtonSchulz;
        interval = settings.Method == PenaltyMethod.Auto && method != PenaltyMethod.Exact ? AutomaticInterval : 1;
        turn = index % interval;
        evaluator = method switch
        {
            PenaltyMethod.Exact => new ExactPenalty(),
            PenaltyMethod.Subspace => new SubspacePenalty(),
            PenaltyMethod.NewtonSchulz => new NewtonSchulzPenalty(),
            PenaltyMethod.Frobenius => new FrobeniusPenalty(),
            _ => throw new ArgumentOutOfRangeException(nameof(weight), method, $"'{weight.Name}' names no method of {nameof(PenaltyMethod)}."),
        };
    }

    /// <summary>Whether this is still the right term: same settings, device and size.</summary>
    public bool Serves(RegularizedWeight weight)
    {
        var matrix = weight.AsMatrix();
        return settings == weight.Settings && device == matrix.device_type && side == Math.Min(matrix.shape[0], matrix.shape[1]);
    }

    /// <summary>The term of the loss at a step: fresh where the weight's turn has come, its last value otherwise.</summary>
    public Tensor At(long step, RegularizedWeight weight)
    {
        var matrix = weight.AsMatrix();
        var wait = (turn - step % interval + interval) % interval;
        if (evaluated >= 0 && wait > 0) return tensor(value * settings.Strength, ScaledMatrix.ComputingType(matrix.dtype), matrix.device);

        var evaluation = evaluator.Evaluate(matrix, weight.Name, settings);
        (evaluated, value) = (step, evaluation.Value);
        return DifferentiableTerm.Of(matrix, evaluation, settings.Strength, wait > 0 ? wait : interval);
    }

    public PenaltyStatus Status(string name, long step)
        => new(name, method, interval, step - evaluated, value, evaluator.RankOf(side), evaluator.Tail);
}
