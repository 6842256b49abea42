using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Codes;

/// <summary>Two hidden layers, a low-rank pair without anything between, and biases.</summary>
internal sealed class Perceptron : Module<Tensor, Tensor>
{
    private readonly Linear first, down, up, head;

    public Perceptron(int inputs = 6, int classes = 3, double deviation = 0.8)
        : base(nameof(Perceptron))
    {
        (first, down, up, head) = (Linear(inputs, 8), Linear(8, 3, hasBias: false), Linear(3, 10), Linear(10, classes));
        RegisterComponents();
        foreach (var parameter in parameters()) nn.init.normal_(parameter, 0, parameter.dim() > 1 ? deviation : deviation / 2);
    }

    public override Tensor forward(Tensor input)
    {
        // Frees what lies between at once, as larger models do.
        using var scope = NewDisposeScope();
        return head.call(functional.relu(up.call(down.call(functional.relu(first.call(input)))))).MoveToOuterDisposeScope();
    }
}

/// <summary>A grouped and a depthwise convolution, one that joins channels, normalization without affine parts, a residual, a flattened end.</summary>
internal sealed class Convolutions : Module<Tensor, Tensor>
{
    private readonly Conv2d stem, deep, join, grouped;
    private readonly Linear head;

    public Convolutions()
        : base(nameof(Convolutions))
    {
        stem = Conv2d(1, 4, 3, padding: 1, bias: false);
        deep = Conv2d(4, 4, 3, padding: 1, groups: 4, bias: false);
        join = Conv2d(4, 6, 1, bias: false);
        grouped = Conv2d(6, 6, 3, padding: 1, groups: 2);
        head = Linear(6 * 4, 3);
        RegisterComponents();
        foreach (var parameter in parameters()) nn.init.normal_(parameter, 0, 0.8);
    }

    public override Tensor forward(Tensor input)
    {
        var hidden = functional.relu(Normalized(stem.call(input)));
        hidden = functional.relu(Normalized(join.call(deep.call(hidden))));
        return head.call(functional.adaptive_avg_pool2d(hidden + grouped.call(hidden), [2, 2]).flatten(1));
    }

    private static Tensor Normalized(Tensor hidden) => functional.layer_norm(hidden, hidden.shape[1..]);
}

/// <summary>Words and their mean.</summary>
internal sealed class Words : Module<Tensor, Tensor>
{
    private readonly Embedding words = Embedding(20, 4);
    private readonly Linear head = Linear(4, 3);

    public Words()
        : base(nameof(Words)) => RegisterComponents();

    public override Tensor forward(Tensor input) => head.call(words.call(input).mean([1]));
}

/// <summary>A layer with something before it that a certificate has to look at.</summary>
internal sealed class Wrapped : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor>? inner;
    private readonly Func<Tensor, Tensor> change;
    private readonly Linear head = Linear(6, 3);

    public Wrapped(Module<Tensor, Tensor>? inner, Func<Tensor, Tensor>? change = null)
        : base(nameof(Wrapped))
    {
        (this.inner, this.change) = (inner, change ?? (input => input));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => head.call(change(inner?.call(input) ?? input));
}
