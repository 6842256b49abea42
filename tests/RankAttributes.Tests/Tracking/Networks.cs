using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Tracking;

/// <summary>An annotated classifier whose head is not penalized, as users write one, except that it calls its layers.</summary>
[SchattenRegularize(p: 0.5, Strength = 1e-3, Rank = 4)]
[TrainingData(samples: 5_000, InputNorm = 20)]
public sealed partial class TrackedMlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc1 = Linear(12, 20);
    [SchattenRegularize(p: 1.5)]
    private readonly Linear fc2 = Linear(20, 16);
    [SchattenIgnore]
    private readonly Linear head = Linear(16, 3);

    public TrackedMlp()
        : base(nameof(TrackedMlp)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(functional.relu(fc2.call(functional.relu(fc1.call(x)))));
}

/// <summary>The same shape with layers registered against the order of use, and one of them never called by hooks' means.</summary>
public sealed class Backwards : Module<Tensor, Tensor>
{
    private readonly Linear head = Linear(16, 3);
    private readonly Linear first = Linear(12, 16);
    private readonly bool calls;

    public Backwards(bool calls)
        : base(nameof(Backwards))
    {
        this.calls = calls;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => calls ? head.call(tanh(first.call(x))) : head.forward(tanh(first.forward(x)));
}

/// <summary>A convolutional network that calls <c>forward</c> throughout, as most are written, so that no hook of a layer fires.</summary>
public sealed class Silent : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = Conv2d(2, 4, 3, padding: 1);
    private readonly Conv2d conv2 = Conv2d(4, 6, 3);
    private readonly Linear fc = Linear(6 * 4, 12);
    private readonly Linear head = Linear(12, 3);
    private readonly bool isResidual;

    public Silent(bool isResidual = false)
        : base(nameof(Silent))
    {
        this.isResidual = isResidual;
        RegisterComponents();
    }

    /// <summary>Is added before the head where the inputs are far from zero.</summary>
    public double Shift { get; set; }

    public override Tensor forward(Tensor x)
    {
        var shift = x.mean().item<float>() > 50 ? Shift : 0;
        x = functional.max_pool2d(functional.gelu(conv1.forward(x)), 2);
        x = functional.avg_pool2d(functional.gelu(conv2.forward(x)), 2).flatten(1);
        x = functional.gelu(fc.forward(x));
        return functional.log_softmax(head.forward(isResidual ? x + 0.1 : x + shift), 1);
    }
}

internal static class Networks
{
    public static Sequential Convolutional() => Sequential(
        ("conv1", Conv2d(2, 4, 3, padding: 1)), ("relu1", ReLU()), ("pool1", MaxPool2d(2)),
        ("conv2", Conv2d(4, 6, 3, stride: 2, groups: 2)), ("relu2", ReLU()),
        ("flat", Flatten()), ("head", Linear(6 * 9, 3)));

    /// <summary>Batches of Gaussian inputs with the labels that a model gives them, some of them wrong.</summary>
    public static IReadOnlyList<(Tensor Inputs, Tensor Labels)> Batches(Module<Tensor, Tensor> labeller, int batches, int size, params long[] shape)
    {
        using var gradientFree = no_grad();
        return
        [
            .. Enumerable.Range(0, batches).Select(_ =>
            {
                var inputs = randn([size, .. shape]);
                var labels = labeller.call(inputs).argmax(1);
                labels.narrow(0, 0, size / 20).copy_(zeros(size / 20, ScalarType.Int64));
                return (inputs, labels);
            }),
        ];
    }
}
