using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>The penalty of one weight over the steps of a training: when it is computed, and by which method.</summary>
/// <remarks>
/// Lazy regularization: a gradient that changes little from step to step is added k-fold at every k-th step. The weights of a model
/// take turns, so that no step carries the cost of all. Within a step every evaluation has the same gradient, and what the method carries
/// from step to step is taken over when the step ends: reading a loss changes nothing.
/// </remarks>
internal sealed class PenaltyTerm
{
    /// <summary>
    /// Steps from one evaluation to the next where the method is chosen automatically. A prime: a training that computes two, three or four
    /// gradients for each that it follows still meets every weight's turn.
    /// </summary>
    public const int AutomaticInterval = 7;

    /// <summary>How far a value between turns may be from that of the present weight, as a share of it.</summary>
    private const double Tolerance = 0.2;

    /// <summary>Below this size a decomposition costs no more than following a part of the spectrum.</summary>
    private const long SmallestFollowed = 128;

    private readonly PenaltySettings settings;
    private readonly PenaltyMethod method;
    private readonly PenaltyEvaluator evaluator;
    private readonly ScalarType dtype;
    private readonly DeviceType device;
    private readonly long rows, columns, first;
    private readonly int interval, turn;
    private KeptEvaluation? kept;
    private WeightStamp? stamp;
    private long evaluated = -1;
    private bool isCurrent, isPending;
    private double value;

    /// <param name="weight">The live weight.</param>
    /// <param name="index">Its place among the weights, which gives its turn.</param>
    /// <param name="step">The present step.</param>
    /// <param name="state">What was stored of the term, or <see langword="null"/> where the weight is met for the first time.</param>
    public PenaltyTerm(RegularizedWeight weight, int index, long step, TermState? state)
    {
        var matrix = weight.AsMatrix();
        (settings, dtype, device, rows, columns, first) =
            (weight.Settings, matrix.dtype, matrix.device_type, matrix.shape[0], matrix.shape[1], state?.First ?? step);
        method = settings.Method != PenaltyMethod.Auto ? settings.Method
            : Side < SmallestFollowed ? PenaltyMethod.Exact
            : device == DeviceType.CPU ? PenaltyMethod.Subspace : PenaltyMethod.NewtonSchulz;
        interval = settings.Method == PenaltyMethod.Auto && method != PenaltyMethod.Exact ? AutomaticInterval : 1;
        turn = index % interval;
        evaluator = PenaltyEvaluator.Of(method, weight.Name);
        if (state is null) return;
        (kept, evaluated) = (state.Kept, state.Evaluated);
        if (evaluator is SubspacePenalty subspace) subspace.Followed = state.Followed;
    }

    private long Side => Math.Min(rows, columns);

    /// <summary>Whether this is still the right term: same settings, dtype, device and shape. What it keeps does not depend on the strength.</summary>
    public bool Serves(RegularizedWeight weight)
    {
        var matrix = weight.AsMatrix();
        return settings == weight.Settings with { Strength = settings.Strength }
            && dtype == matrix.dtype && device == matrix.device_type && rows == matrix.shape[0] && columns == matrix.shape[1];
    }

    /// <summary>Whether the weight has other contents than at the last evaluation.</summary>
    public bool HasChanged(WeightStamp now) => now != stamp;

    /// <summary>Takes note of the weight's contents; afterwards what was kept of others serves to predict only.</summary>
    public void See(WeightStamp now)
    {
        if (now != stamp) isCurrent = false;
        stamp = now;
    }

    /// <summary>How many steps the gradient at a step stands for; 0 where the weight's turn has not come.</summary>
    /// <param name="step">The present step.</param>
    /// <param name="isLazy">Whether weights take turns at all.</param>
    public int StepsAt(long step, bool isLazy)
        => !isLazy || interval == 1 || step == first ? 1 : (step - 1) % interval == turn ? interval : 0;

    /// <summary>What tells whether the kept value still holds, or <see langword="null"/> where nothing is kept.</summary>
    public Tensor? Measure(Tensor matrix, int steps)
        => kept is null ? null : isCurrent ? kept.Identify(matrix) : steps == 0 && interval > 1 ? kept.Measure(matrix) : null;

    /// <summary>λφ and kλ∇φ at the present weight, computed where what is kept does not serve.</summary>
    public PenaltyEvaluation At(RegularizedWeight weight, long step, int steps, (double Product, double Square, double Variance)? measures)
    {
        if (isCurrent && measures is { } same && kept!.IsAt(same.Product)) return kept.Evaluation;
        if (!isCurrent && steps == 0 && measures is { } moved && kept!.Predict(moved.Product, moved.Square, moved.Variance) is var (predicted, error)
            && double.IsFinite(predicted) && error <= Tolerance * predicted)
        {
            value = predicted;
            return kept.Evaluation with { Value = predicted };
        }

        var matrix = weight.AsMatrix();
        if (steps == 0 && kept is not null && evaluator.EvaluateValue(matrix, weight.Name, settings) is { } present)
        {
            value = present;
            return kept.Evaluation with { Value = present };
        }

        var evaluation = evaluator.Evaluate(matrix, weight.Name, settings);
        kept?.Dispose();
        kept = new KeptEvaluation(matrix, evaluation, interval > 1);
        (evaluated, value, isCurrent) = (step, evaluation.Value, true);
        isPending = steps > 0;
        return kept.Evaluation;
    }

    /// <summary>Ends a step whose gradient was taken.</summary>
    public void Commit()
    {
        if (isPending) evaluator.Commit();
        isPending = false;
    }

    /// <summary>What the term carries to the next evaluation.</summary>
    /// <param name="isTaken">Whether the gradient of this step was taken, so that the step is over.</param>
    public TermState State(bool isTaken)
        => new(first, evaluated, evaluator is SubspacePenalty subspace ? (isTaken && isPending ? subspace.Next : subspace.Followed) : null, kept);

    public PenaltyStatus Status(string name, long step)
        => new(name, method, interval, Math.Max(0, step - evaluated), value, evaluator.RankOf(Side), evaluator.Tail);
}
