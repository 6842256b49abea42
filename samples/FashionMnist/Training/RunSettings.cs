using System.Globalization;
using FashionMnist.Models;

namespace FashionMnist.Training;

/// <summary>What a run trains and how. A checkpoint is of the run whose settings it names.</summary>
internal sealed record RunSettings(Variant Variant, int Epochs, long Samples, int Seed)
{
    public int BatchSize => 128;

    public double LearningRate => 0.05;

    public double Momentum => 0.9;

    /// <summary>η of the proximal step that ends the run.</summary>
    public double ProximalStepSize => 10;

    public int StepsPerEpoch => (int)((Samples + BatchSize - 1) / BatchSize);

    /// <summary>Everything that the weights depend on, in words.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Variant.Folder}, {Epochs} epochs of {Samples} samples, seed {Seed}, batch size {BatchSize}, learning rate {LearningRate}, momentum "
        + $"{Momentum}, proximal step {ProximalStepSize}");

    /// <summary>The learning rate at a step, counted over the whole run from 0: half a cosine, falling to zero.</summary>
    public double RateAt(long step) => LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / ((long)Epochs * StepsPerEpoch)));
}
