using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Models;

/// <summary>One layer that a rank of 2 is far too small for before training, one that it is enough for, and one without a budget.</summary>
[SchattenRegularize(p: 0.5)]
public sealed partial class Budgeted : Module<Tensor, Tensor>
{
    [SchattenRegularize(p: 0.5, Rank = 2)]
    private readonly Module<Tensor, Tensor> wide = Linear(40, 30), within = Linear(30, 2);
    private readonly Module<Tensor, Tensor> free = Linear(2, 20);

    public Budgeted()
        : base(nameof(Budgeted)) => RegisterComponents();

    public override Tensor forward(Tensor input) => free.call(within.call(functional.relu(wide.call(input))));
}
