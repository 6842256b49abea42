using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>Two linear layers and whatever is between them.</summary>
internal sealed class Between : Module<Tensor, Tensor>
{
    public const int Width = 32;
    public readonly Module<Tensor, Tensor> first, second;
    private readonly Module<Tensor, Tensor>? part;
    private Module<Tensor, Tensor>? other;
    private readonly Func<Between, Tensor, Tensor> run;

    public Between(Func<Between, Tensor, Tensor> run, Module<Tensor, Tensor>? part = null, int outputs = 5, bool hasBias = true)
        : base(nameof(Between))
    {
        (this.run, this.part) = (run, part);
        (first, second) = (Linear(Width, Width, hasBias), Linear(Width, outputs, hasBias));
        RegisterComponents();
    }

    /// <summary>The two layers with nothing but a function of the units between them.</summary>
    public static Between Plain(Func<Tensor, Tensor> function) => new((model, x) => model.second.call(function(model.first.call(x))));

    /// <summary>The two layers with a module between them.</summary>
    public static Between With(Module<Tensor, Tensor> part) => new((model, x) => model.second.call(model.part!.call(model.first.call(x))), part);

    /// <summary>The two layers, whose units are multiplied with those of a third.</summary>
    public static Between Gated()
        => new((model, x) => model.second.call(functional.sigmoid(model.part!.call(x)) * model.first.call(x)), Linear(Width, Width));

    /// <summary>The same with its first layer under a second name.</summary>
    public Between HeldTwice()
    {
        other = first;
        register_module(nameof(other), other);
        return this;
    }

    public override Tensor forward(Tensor x) => run(this, x);
}

/// <summary>Three layers, in a class with generated code; its widths are the caller's.</summary>
[SchattenRegularize(0.5)]
internal sealed partial class Narrowable : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> enter, middle, leave;

    public Narrowable(int width = 64, int inputs = 24, int outputs = 6)
        : base(nameof(Narrowable))
    {
        (enter, middle, leave) = (Linear(inputs, width), Linear(width, width), Linear(width, outputs));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => leave.call(functional.relu(middle.call(functional.relu(enter.call(x)))));
}
