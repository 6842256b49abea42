using RankAttributes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Models;

/// <summary>
/// The fully connected network. How it is penalized is declared on the classes below, one for each penalty: p and strength are part of the
/// program, so that the compiler can reason about them.
/// </summary>
internal abstract class Mlp : Module<Tensor, Tensor>
{
    // Protected, since TorchSharp registers the fields that can be seen from the class that is made. Not of type Linear, so that
    // Factorize can put two thin layers in the place of one.
    protected readonly Module<Tensor, Tensor> fc1 = Linear(784, 1024);
    protected readonly Module<Tensor, Tensor> fc2 = Linear(1024, 1024);
    protected readonly Module<Tensor, Tensor> head = Linear(1024, 10);

    protected Mlp(string name)
        : base(name) => RegisterComponents();

    // Layers are called, not forwarded: the hooks by which a BoundTracker sees what enters a layer run on call alone.
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return head.call(functional.relu(fc2.call(functional.relu(fc1.call(x))))).MoveToOuterDisposeScope();
    }
}

internal sealed class PlainMlp : Mlp
{
    public PlainMlp()
        : base("mlp")
    {
    }
}

/// <summary>p = 2 is weight decay.</summary>
[SchattenRegularize(p: 2, Strength = 5e-4, Rank = 4)]
[TrainingData(samples: 60_000)]
internal sealed partial class Schatten2Mlp : Mlp
{
    public Schatten2Mlp()
        : base("mlp")
    {
    }
}

/// <summary>p = 1 is the nuclear norm.</summary>
[SchattenRegularize(p: 1, Strength = 5e-4, Rank = 4)]
[TrainingData(samples: 60_000)]
internal sealed partial class Schatten1Mlp : Mlp
{
    public Schatten1Mlp()
        : base("mlp")
    {
    }
}

/// <summary>p = ½ is close to the rank itself.</summary>
[SchattenRegularize(p: 0.5, Strength = 1e-3, Rank = 4)]
[TrainingData(samples: 60_000)]
internal sealed partial class SchattenHalfMlp : Mlp
{
    public SchattenHalfMlp()
        : base("mlp")
    {
    }
}
