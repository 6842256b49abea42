using TorchSharp;
using static TorchSharp.torch;

namespace Samples.Training;

/// <summary>In which order an epoch goes through the samples: a function of seed and epoch, so that a run can be taken up at any epoch.</summary>
public static class SampleOrder
{
    private const ulong EpochsPerSeed = 1_000_003;

    /// <summary>The indices of one epoch, batch by batch. To be called within a dispose scope.</summary>
    public static Tensor[] Of(long samples, int batchSize, int seed, int epoch)
    {
        // A generator of its own, so that nothing a penalty draws can change the order.
        using var random = new Generator(((ulong)seed * EpochsPerSeed) + (ulong)epoch, CPU);
        return randperm(samples, generator: random).split(batchSize);
    }
}
