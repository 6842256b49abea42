using RankAttributes;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DistributedTraining;

/// <summary>A classifier of 28×28 images whose two large weights are two processes' work.</summary>
[SchattenRegularize(p: 0.5, Strength = 1e-4, Rank = 6)]
[TrainingData(samples: 60_000)]
internal sealed partial class Mlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc1 = Linear(784, 512);
    private readonly Module<Tensor, Tensor> fc2 = Linear(512, 512);
    [SchattenIgnore] private readonly Module<Tensor, Tensor> head = Linear(512, 10);

    public Mlp()
        : base(nameof(Mlp)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(functional.relu(fc2.call(functional.relu(fc1.call(x)))));
}
