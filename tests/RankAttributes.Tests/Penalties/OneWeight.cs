using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>A model of one tensor, which may be a view of its parameter.</summary>
internal sealed class OneWeight(Tensor weight, PenaltySettings settings) : IRankRegularized
{
    private readonly SchattenPenalty penalty = new();

    public SchattenPenalty Penalty => penalty;

    public Tensor Weight { get; set; } = weight;

    public void CollectWeights(RankWeightCollector collector) => collector.AddWeight("layer.weight", Weight, settings);

    public Tensor RegularizationLoss() => penalty.ComputeLoss(this);

    /// <summary>Takes the gradient, after which the weight counts as changed.</summary>
    public void Step()
    {
        RegularizationLoss().backward();
        using var gradientFree = no_grad();
        Weight.mul_(1);
    }
}
