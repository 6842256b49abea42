using TorchSharp;
using TorchSharp.Modules;

namespace RankAttributes;

/// <summary>
/// Receives the weights of a model from its generated <see cref="IRankRegularized.CollectWeights"/>, each exactly once: a weight
/// shared by two layers is kept under the first name it was given.
/// </summary>
public sealed class RankWeightCollector
{
    private readonly List<RegularizedWeight> weights = [];
    private readonly HashSet<IntPtr> seen = [];

    /// <summary>The weights received so far, in the order the model gave them.</summary>
    public IReadOnlyList<RegularizedWeight> Weights => weights;

    /// <summary>Adds the weight of a layer; a layer that is <see langword="null"/> or holds no matrix adds nothing.</summary>
    /// <param name="name">The layer's registered name, without the parameter's: <c>fc1</c>.</param>
    /// <param name="layer">The live layer.</param>
    /// <param name="settings">What is declared for it.</param>
    public void Layer(string name, torch.nn.Module? layer, PenaltySettings settings)
    {
        switch (layer)
        {
            case Linear linear: Weight($"{name}.weight", linear.weight, settings); break;
            case Convolution convolution: Weight($"{name}.weight", convolution.weight, settings); break;
            case Embedding embedding: Weight($"{name}.weight", embedding.weight, settings); break;
        }
    }

    /// <summary>Adds one tensor; one that is <see langword="null"/>, has fewer than two dimensions or was added before adds nothing.</summary>
    /// <param name="name">The parameter's registered name: <c>fc1.weight</c>.</param>
    /// <param name="weight">The live tensor.</param>
    /// <param name="settings">What is declared for it.</param>
    public void Weight(string name, torch.Tensor? weight, PenaltySettings settings)
    {
        if (weight is not null && weight.dim() >= 2 && seen.Add(weight.Handle))
            weights.Add(new RegularizedWeight(name, weight, settings));
    }
}
