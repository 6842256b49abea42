using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>What one weight's term carries from step to step, as tensors that a file can hold.</summary>
/// <param name="First">The step at which the weight was first met.</param>
/// <param name="Evaluated">The step of the last evaluation.</param>
/// <param name="Followed">The directions that the next evaluation starts from.</param>
/// <param name="Kept">What values between turns are predicted from.</param>
internal sealed record TermState(long First, long Evaluated, FollowedSubspace? Followed, KeptEvaluation? Kept)
{
    private const string Steps = "steps", Directions = "directions", Gradient = "gradient", Entries = "entries", Numbers = "numbers";

    /// <summary>Copies of all tensors, by their names after the weight's.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors()
    {
        yield return (Steps, tensor(new[] { First, Evaluated, Followed?.Evaluations ?? 0, Followed?.Tail ?? 0 }));
        if (Followed is not null) yield return (Directions, Followed.Directions.clone());
        if (Kept?.Entries is not { } entries) yield break;
        yield return (Gradient, Kept.Evaluation.Gradient.clone());
        yield return (Entries, entries.clone());
        yield return (Numbers, tensor(new[] { Kept.Evaluation.Value, Kept.Evaluation.MeanWeight, Kept.InnerProduct }));
    }

    /// <summary>Reads what <see cref="Tensors"/> wrote, or <see langword="null"/> where it does not belong to such a matrix.</summary>
    /// <param name="find">Finds a tensor by its name after the weight's.</param>
    /// <param name="matrix">The live weight.</param>
    public static TermState? Read(Func<string, Tensor?> find, Tensor matrix)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        if (find(Steps) is not { } steps) return null;
        var (type, counts) = (ScaledMatrix.ComputingType(matrix.dtype), steps.cpu().data<double>().ToArray());
        var followed = find(Directions) is { } directions && directions.shape[0] == Math.Min(matrix.shape[0], matrix.shape[1])
            ? new FollowedSubspace(Own(directions), (long)counts[2], counts[3]) : null;
        KeptEvaluation? kept = null;
        if (find(Gradient) is { } gradient && gradient.shape.SequenceEqual(matrix.shape) && find(Entries) is { } entries && find(Numbers) is { } numbers)
        {
            var read = numbers.cpu().data<double>().ToArray();
            kept = new KeptEvaluation(new PenaltyEvaluation(read[0], Own(gradient), read[1]), Own(entries), read[2]);
        }

        return new TermState((long)counts[0], (long)counts[1], followed, kept);

        Tensor Own(Tensor stored) => stored.detach().to(type, matrix.device, copy: true).DetachFromDisposeScope();
    }
}
