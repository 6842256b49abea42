using RankAttributes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Quickstart;

/// <summary>
/// A classifier of 28×28 images. The attributes are all there is to write: <c>RegularizationLoss()</c> is generated, and if
/// the declared widths and rank needed more than 60,000 samples, the build would say so (RANK1001; try <c>Rank = 64</c>).
/// </summary>
[SchattenRegularize(p: 0.5, Strength = 1e-3, Rank = 11)]
[TrainingData(samples: 60_000)]
internal sealed partial class Mlp : Module<Tensor, Tensor>
{
    public const int Inputs = 28 * 28;
    public const int Classes = 10;
    public const long Parameters = (Inputs + 1) * 256 + (256 + 1) * 256 + (256 + 1) * Classes;

    // Not of type Linear, so that Compress can put two thin layers in the place of one.
    private readonly Module<Tensor, Tensor> fc1 = Linear(Inputs, 256);
    private readonly Module<Tensor, Tensor> fc2 = Linear(256, 256);
    private readonly Module<Tensor, Tensor> head = Linear(256, Classes);

    public Mlp()
        : base(nameof(Mlp)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return head.forward(functional.relu(fc2.forward(functional.relu(fc1.forward(x))))).MoveToOuterDisposeScope();
    }
}
