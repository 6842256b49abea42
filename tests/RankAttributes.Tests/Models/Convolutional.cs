using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Models;

/// <summary>One layer of every kind that the generator names by itself, with settings that differ by member.</summary>
[SchattenRegularize(p: 0.5, Strength = 0.3, Smoothing = 1e-2)]
public sealed partial class Convolutional : Module<Tensor, Tensor>
{
    private readonly Embedding tokens = Embedding(7, 6);
    private readonly Conv1d conv1 = Conv1d(6, 4, 3);
    private readonly Conv2d conv2 = Conv2d(4, 6, 3, groups: 2);
    [SchattenRegularize(p: 1.5, Strength = 0.7, Smoothing = 1e-3)]
    private readonly Conv3d conv3 = Conv3d(2, 5, 2);
    [SchattenRegularize(p: 2)]
    private readonly Module<Tensor, Tensor> hidden = Linear(8, 5);
    [SchattenIgnore]
    private readonly Linear head = Linear(5, 3);

    public Convolutional()
        : base(nameof(Convolutional)) => RegisterComponents();

    public override Tensor forward(Tensor input) => input;
}
