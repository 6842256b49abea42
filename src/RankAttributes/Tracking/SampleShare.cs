using RankAttributes.Tracking.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tracking;

/// <summary>
/// A part of the samples, measured by one of several processes. <see cref="BoundTracker.MergeShares"/> merges the parts exactly:
/// bounds and certificates are then those of all samples.
/// </summary>
public sealed class SampleShare
{
    internal SampleShare(SampleMeasurement measurement) => Measurement = measurement;

    /// <summary>The number of samples of this part; 0 is allowed.</summary>
    public long Samples => Measurement.Samples;

    internal SampleMeasurement Measurement { get; }

    /// <summary>Measures a part of the samples, as <see cref="BoundTracker.Measure"/> measures all.</summary>
    /// <param name="model">The model, with the same weights on every process.</param>
    /// <param name="batches">Batches of inputs (batch × …) and of integer labels (batch).</param>
    /// <param name="activationRanks">Whether to keep the Gram matrix of what enters each layer: width² numbers a layer.</param>
    /// <param name="forward">How the model computes logits; by default <c>model.call(inputs)</c>.</param>
    /// <exception cref="ArgumentException">A batch is empty, or its inputs and labels do not belong together.</exception>
    public static SampleShare Measure(
        nn.Module model, IEnumerable<(Tensor Inputs, Tensor Labels)> batches, bool activationRanks = false, Func<Tensor, Tensor>? forward = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        using var pass = new SamplePass(model, activationRanks, 0);
        return new SampleShare(pass.MeasurePart(batches, forward));
    }

    /// <summary>The share as bytes, for any transport between processes of one version of this library.</summary>
    public byte[] ToBytes() => SampleShareFormat.Write(Measurement);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or were written by another version.</exception>
    public static SampleShare FromBytes(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return new SampleShare(SampleShareFormat.Read(bytes));
    }
}
