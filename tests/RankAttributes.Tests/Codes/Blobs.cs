using static TorchSharp.torch;

namespace RankAttributes.Tests.Codes;

/// <summary>Classes that a small network can tell apart: which of the first inputs is largest, with noise inputs beside.</summary>
internal static class Blobs
{
    public static (Tensor Inputs, Tensor Labels)[] Of(int samples, int inputs = 6, int classes = 3, int batch = 500, int seed = 1)
    {
        manual_seed(seed);
        var x = randn(samples, inputs);
        var y = x.narrow(1, 0, classes).argmax(1);
        return [.. x.split(batch).Zip(y.split(batch))];
    }
}
