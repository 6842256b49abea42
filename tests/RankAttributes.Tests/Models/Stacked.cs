using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Models;

/// <summary>Two linear layers in a row at p = 2/2, and two behind an activation at an index that is not 2/2.</summary>
[SchattenRegularize(p: 1, Strength = 0.3)]
public sealed partial class Stacked : Module<Tensor, Tensor>
{
    private readonly Sequential net = Sequential(("up", Linear(9, 12)), ("down", Linear(12, 7)), ("act", ReLU()));
    [SchattenRegularize(p: 0.5)]
    private readonly Linear first = Linear(7, 8);
    [SchattenRegularize(p: 0.5)]
    private readonly Linear second = Linear(8, 5);

    public Stacked()
        : base(nameof(Stacked)) => RegisterComponents();

    public override Tensor forward(Tensor input) => second.forward(first.forward(net.forward(input)));
}
