using TorchSharp;
using static TorchSharp.torch;

namespace Samples.Data;

/// <summary>Inputs as rows of N × 784 float32, or of another shape of as many numbers, and their classes as N int64.</summary>
public sealed record LabeledSamples(Tensor Inputs, Tensor Labels) : IDisposable
{
    public long Count => Inputs.shape[0];

    public LabeledSamples Take(long count) => new(Inputs[..(int)Math.Min(count, Count)].clone(), Labels[..(int)Math.Min(count, Count)].clone());

    /// <summary>So many samples from all over the set: files may be in the order of their labels.</summary>
    public LabeledSamples Spread(long count)
    {
        using var places = torch.tensor([.. Enumerable.Range(0, (int)Math.Min(count, Count)).Select(place => place * Count / Math.Min(count, Count))]);
        return new LabeledSamples(Inputs.index_select(0, places), Labels.index_select(0, places));
    }

    /// <summary>The same samples, each input in the given shape: a view.</summary>
    public LabeledSamples Reshaped(IEnumerable<long> shape) => new(Inputs.view([Count, .. shape]), Labels.alias());

    /// <summary>The samples in order, in batches that are disposed as soon as the next is asked for.</summary>
    public IEnumerable<(Tensor Inputs, Tensor Labels)> Batches(int size)
    {
        for (var start = 0L; start < Count; start += size)
        {
            using var inputs = Inputs.narrow(0, start, Math.Min(size, Count - start));
            using var labels = Labels.narrow(0, start, Math.Min(size, Count - start));
            yield return (inputs, labels);
        }
    }

    /// <summary>
    /// All samples once, each batch from all over the set: a few batches then say something of all of them, also where files are in the order of their
    /// labels.
    /// </summary>
    public IEnumerable<(Tensor Inputs, Tensor Labels)> SpreadBatches(int size)
    {
        var batches = (Count + size - 1) / size;
        for (var first = 0L; first < batches; first++)
        {
            using var inputs = Inputs[TensorIndex.Slice(first, null, batches)];
            using var labels = Labels[TensorIndex.Slice(first, null, batches)];
            yield return (inputs, labels);
        }
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}

/// <summary>What is trained on and what is tested on, and where it comes from in one line.</summary>
public sealed record Dataset(string Description, LabeledSamples Train, LabeledSamples Test) : IDisposable
{
    /// <summary>The same data with at most <paramref name="samples"/> training samples: the first ones. Takes ownership.</summary>
    public Dataset WithTrainingSamples(long? samples)
    {
        if (samples is null || samples >= Train.Count) return this;
        using (Train) return this with { Train = Train.Take(samples.Value) };
    }

    /// <summary>The same data with at most <paramref name="samples"/> training samples from all over the set. Takes ownership.</summary>
    public Dataset WithSpreadTrainingSamples(long? samples)
    {
        if (samples is null || samples >= Train.Count) return this;
        using (Train) return this with { Train = Train.Spread(samples.Value) };
    }

    /// <summary>The same data, each input in the given shape: a view.</summary>
    public Dataset Reshaped(IReadOnlyList<long> shape) => this with { Train = Train.Reshaped(shape), Test = Test.Reshaped(shape) };

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
