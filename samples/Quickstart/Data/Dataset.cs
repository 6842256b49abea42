using TorchSharp;
using static TorchSharp.torch;

namespace Quickstart.Data;

/// <summary>Inputs as rows of N × 784 float32 and their classes as N int64.</summary>
internal sealed record LabeledSamples(Tensor Inputs, Tensor Labels) : IDisposable
{
    public long Count => Inputs.shape[0];

    public LabeledSamples Take(long count) => new(Inputs[..(int)Math.Min(count, Count)].clone(), Labels[..(int)Math.Min(count, Count)].clone());

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}

/// <summary>What is trained on and what is tested on, and where it comes from in one line.</summary>
internal sealed record Dataset(string Description, LabeledSamples Train, LabeledSamples Test) : IDisposable
{
    /// <summary>The same data with at most <paramref name="samples"/> training samples: the first ones. Takes ownership.</summary>
    public Dataset WithTrainingSamples(long? samples)
    {
        if (samples is null || samples >= Train.Count) return this;
        using (Train) return this with { Train = Train.Take(samples.Value) };
    }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
