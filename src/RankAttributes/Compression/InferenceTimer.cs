using System.Diagnostics;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>Times a model's forward pass against that of the same model compressed; they take turns, so that both meet the same machine.</summary>
internal static class InferenceTimer
{
    private const int Rounds = 5;
    private const double LeastMilliseconds = 20;
    private static readonly int[] Batches = [1, 256];

    /// <param name="model">The model, in whichever form it has at the time of a call.</param>
    /// <param name="inputs">Samples; repeated where they are fewer than a batch.</param>
    /// <param name="compress">Gives the model its compressed form.</param>
    /// <param name="restore">Gives the model its dense form, which it has before and after.</param>
    public static IReadOnlyList<InferenceTime> Measure(nn.Module<Tensor, Tensor> model, Tensor inputs, Action compress, Action restore)
    {
        using var gradientFree = no_grad();
        var times = new List<InferenceTime>();
        foreach (var batch in Batches)
        {
            using var scope = NewDisposeScope();
            var rows = arange(batch, ScalarType.Int64, inputs.device) % inputs.shape[0];
            var samples = inputs.detach().index_select(0, rows);
            var (dense, thin) = (double.PositiveInfinity, double.PositiveInfinity);
            for (var round = 0; round < Rounds; round++)
            {
                dense = Math.Min(dense, Time(model, samples));
                compress();
                try
                {
                    thin = Math.Min(thin, Time(model, samples));
                }
                finally
                {
                    restore();
                }
            }

            times.Add(new InferenceTime(batch, dense, thin));
        }

        return times;
    }

    private static double Time(nn.Module<Tensor, Tensor> model, Tensor samples)
    {
        model.eval();
        Pass(1);
        var (passes, elapsed) = (1, Pass(1));
        while (elapsed < LeastMilliseconds)
        {
            passes *= 2;
            elapsed = Pass(passes);
        }

        return elapsed / passes;

        double Pass(int count)
        {
            using var scope = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            var output = samples;
            for (var index = 0; index < count; index++) output = model.call(samples);

            // Reading a number waits for a device.
            output.flatten()[0].to_type(ScalarType.Float32).item<float>();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
