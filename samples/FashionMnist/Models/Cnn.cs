using RankAttributes;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Models;

/// <summary>The convolutional network; see <see cref="Mlp"/> for how it is declared. Strides instead of pooling save half of the time.</summary>
internal abstract class Cnn : Module<Tensor, Tensor>
{
    // Protected and of a wide type for the reasons given in Mlp.
    protected readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 32, 5, stride: 2, padding: 2);
    protected readonly Module<Tensor, Tensor> conv2 = Conv2d(32, 64, 3, stride: 2, padding: 1);
    protected readonly Module<Tensor, Tensor> fc = Linear(64 * 7 * 7, 128);
    protected readonly Module<Tensor, Tensor> head = Linear(128, 10);

    protected Cnn(string name)
        : base(name) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = functional.relu(conv2.call(functional.relu(conv1.call(x))));
        return head.call(functional.relu(fc.call(x.flatten(1)))).MoveToOuterDisposeScope();
    }
}

internal sealed class PlainCnn : Cnn
{
    public PlainCnn()
        : base("cnn")
    {
    }
}

[SchattenRegularize(p: 2, Strength = 5e-4, Rank = 3)]
[TrainingData(samples: 60_000, InputShape = new[] { 1, 28, 28 })]
internal sealed partial class Schatten2Cnn : Cnn
{
    public Schatten2Cnn()
        : base("cnn")
    {
    }
}

[SchattenRegularize(p: 1, Strength = 5e-4, Rank = 3)]
[TrainingData(samples: 60_000, InputShape = new[] { 1, 28, 28 })]
internal sealed partial class Schatten1Cnn : Cnn
{
    public Schatten1Cnn()
        : base("cnn")
    {
    }
}

[SchattenRegularize(p: 0.5, Strength = 1e-3, Rank = 3)]
[TrainingData(samples: 60_000, InputShape = new[] { 1, 28, 28 })]
internal sealed partial class SchattenHalfCnn : Cnn
{
    public SchattenHalfCnn()
        : base("cnn")
    {
    }
}
