using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>Two convolutions and a linear layer, and whatever is between them; in a class with generated code.</summary>
[SchattenRegularize(0.5)]
internal sealed partial class Channels : Module<Tensor, Tensor>
{
    public const int Width = 16, Size = 8;
    public readonly Module<Tensor, Tensor> first, second, head;
    private readonly Module<Tensor, Tensor>? part;
    private readonly Func<Channels, Tensor, Tensor> between;
    private readonly Func<Tensor, Tensor> flatten;

    public Channels()
        : this((_, x) => functional.relu(x))
    {
    }

    /// <param name="between">What is between the convolutions.</param>
    /// <param name="part">A module that it may call.</param>
    /// <param name="groups">Groups of the second convolution.</param>
    /// <param name="flatten">What is between the second convolution and the linear layer.</param>
    /// <param name="points">How many points of each channel enter the linear layer.</param>
    public Channels(
        Func<Channels, Tensor, Tensor> between, Module<Tensor, Tensor>? part = null, long groups = 1, Func<Tensor, Tensor>? flatten = null, long points = 16)
        : base(nameof(Channels))
    {
        (this.between, this.part) = (between, part);
        this.flatten = flatten ?? (x => functional.max_pool2d(functional.relu(x), 2).flatten(1));
        (first, second) = (Conv2d(3, Width, 3, padding: 1), Conv2d(Width, Width, 3, padding: 1, groups: groups));
        head = Linear(Width * points, 5);
        RegisterComponents();
    }

    /// <summary>The two convolutions with a module between them.</summary>
    public static Channels With(Module<Tensor, Tensor> part) => new((model, x) => model.part!.call(x), part);

    /// <summary>Images.</summary>
    public static Tensor Inputs(int count = 256) => randn(count, 3, Size, Size);

    public override Tensor forward(Tensor x) => head.call(flatten(second.call(between(this, first.call(x)))));
}
