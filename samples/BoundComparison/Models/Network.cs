using RankAttributes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BoundComparison.Models;

/// <summary>A fully connected network of a given width, without biases, as the theorems have none.</summary>
internal abstract class Network : Module<Tensor, Tensor>
{
    // Protected, since TorchSharp registers the fields that can be seen from the class that is made.
    protected readonly Module<Tensor, Tensor> fc1, fc2, head;

    protected Network(int width)
        : base("network")
    {
        fc1 = Linear(784, width, hasBias: false);
        fc2 = Linear(width, width, hasBias: false);
        head = Linear(width, 10, hasBias: false);
        RegisterComponents();
    }

    // Layers are called, not forwarded: the hooks by which a BoundTracker sees what enters a layer run on call alone.
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return head.call(functional.relu(fc2.call(functional.relu(fc1.call(x))))).MoveToOuterDisposeScope();
    }
}

internal sealed class PlainNetwork(int width) : Network(width);

/// <summary>The same, trained towards low rank.</summary>
[SchattenRegularize(p: 0.5, Strength = 1e-3, Rank = 8, SpectralNorm = 1)]
[TrainingData(samples: 60_000)]
internal sealed partial class PenalizedNetwork(int width) : Network(width);
