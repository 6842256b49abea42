using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Mpi.Trainer;

/// <summary>A small classifier with weights of different cost, a running statistic, and a layer that no step uses.</summary>
[SchattenRegularize(p: 0.5, Strength = 1e-3, Method = PenaltyMethod.Exact)]
internal sealed partial class Net : Module<Tensor, Tensor>
{
    private readonly Linear fc1 = Linear(20, 48);
    private readonly BatchNorm1d norm = BatchNorm1d(48);
    private readonly Linear fc2 = Linear(48, 32);
    private readonly Linear head = Linear(32, 10);
    [SchattenIgnore] private readonly Linear unused = Linear(8, 8);

    public Net() : base("net") => RegisterComponents();

    /// <summary>Whether samples are normalized over the batch, which differs from process to process.</summary>
    public bool Normalizes { get; set; }

    public override Tensor forward(Tensor x)
    {
        x = fc1.call(x);
        if (Normalizes) x = norm.call(x);
        return head.call(functional.relu(fc2.call(functional.relu(x))));
    }
}
