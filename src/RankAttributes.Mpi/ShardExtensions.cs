using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Mpi;

/// <summary>Divides batches among processes.</summary>
public static class ShardExtensions
{
    /// <summary>
    /// This process's rows of every batch: all processes read the same batches in the same order, and each gets a share of the rows, equal up to one.
    /// A batch of fewer rows than processes leaves some of them without a row; they take part in the step with 0 samples.
    /// </summary>
    /// <param name="batches">Batches of inputs (batch × …) and labels (batch × …), the same on every process: shuffle with the same seed.</param>
    /// <param name="world">The processes.</param>
    /// <returns>Views of the batches' rows; they are disposed when the next batch is asked for.</returns>
    public static IEnumerable<(Tensor Inputs, Tensor Labels)> Shard(this IEnumerable<(Tensor Inputs, Tensor Labels)> batches, World world)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(world);
        return Divide(batches, world.Rank, world.Size);
    }

    internal static IEnumerable<(Tensor Inputs, Tensor Labels)> Divide(IEnumerable<(Tensor Inputs, Tensor Labels)> batches, int rank, int size)
    {
        foreach (var (inputs, labels) in batches)
        {
            var rows = inputs.shape[0];
            var (start, end) = (rows * rank / size, rows * (rank + 1) / size);
            using var shareOfInputs = inputs.narrow(0, start, end - start);
            using var shareOfLabels = labels.narrow(0, start, end - start);
            yield return (shareOfInputs, shareOfLabels);
        }
    }
}
