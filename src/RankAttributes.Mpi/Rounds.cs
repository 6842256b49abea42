using System.Globalization;

namespace RankAttributes.Mpi;

/// <summary>
/// The short exchange before everything that processes do together: each tells what it is about to do, so that processes that are out of step
/// stop with a message instead of waiting for each other or adding what does not belong together.
/// </summary>
internal sealed class Rounds(Communicator communicator, Watchdog watchdog)
{
    /// <summary>Tells the others what this process does next, and learns the same of them.</summary>
    /// <param name="activity">What comes next.</param>
    /// <param name="number">Its number, such as that of a step; equal on all processes.</param>
    /// <param name="value">A value of this process that the others need, such as its samples.</param>
    /// <param name="isWatched">Whether to end the process if the others do not come.</param>
    /// <returns>Every process's value, in the order of ranks.</returns>
    /// <exception cref="InvalidOperationException">The processes do different things.</exception>
    public long[] Meet(Activity activity, long number = 0, long value = 0, bool isWatched = true)
    {
        var all = watchdog.Watch(Name(activity, number), isWatched, () => communicator.Gather<long>([(long)activity, number, value]));
        for (var rank = 0; rank < communicator.Size; rank++)
        {
            var (other, otherNumber) = ((Activity)all[3 * rank], all[(3 * rank) + 1]);
            if (other == activity && otherNumber == number) continue;
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"""
                The processes are out of step: rank {communicator.Rank} is at {Name(activity, number)}, rank {rank} is at {Name(other, otherNumber)}.
                Every process must run the same steps and calls in the same order; {nameof(ShardExtensions.Shard)} gives all of them the same number of batches.
                """));
        }

        return [.. Enumerable.Range(0, communicator.Size).Select(rank => all[(3 * rank) + 2])];
    }

    private static string Name(Activity activity, long number) => activity switch
    {
        Activity.Join => "making the copies of the model equal",
        Activity.Step => string.Create(CultureInfo.InvariantCulture, $"the start of step {number}"),
        Activity.Reduce => string.Create(CultureInfo.InvariantCulture, $"the sum of gradients of step {number}"),
        Activity.Buffers => "copying buffers from rank 0",
        Activity.Measure => "merging measurements",
        Activity.Broadcast => "copying data from rank 0",
        Activity.Barrier => "a barrier",
        Activity.Root => "work of rank 0",
        Activity.End => "the end of the program",
        _ => string.Create(CultureInfo.InvariantCulture, $"something unknown ({(int)activity})"),
    };
}
