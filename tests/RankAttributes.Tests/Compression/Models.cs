using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Tests.Compression;

/// <summary>Three layers that can be replaced; <c>forward</c> calls <c>forward</c>, as many models do, so that hooks see nothing.</summary>
internal sealed class Mlp : Module<Tensor, Tensor>
{
    public readonly Module<Tensor, Tensor> fc1 = Linear(40, 96), fc2 = Linear(96, 64), head = Linear(64, 5);

    public Mlp()
        : base(nameof(Mlp)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.forward(functional.relu(fc2.forward(functional.relu(fc1.forward(x)))));
}

/// <summary>Convolutions, one of them in groups, a normalization with buffers, and a layer whose field can hold nothing else.</summary>
internal sealed class Cnn : Module<Tensor, Tensor>
{
    public readonly Module<Tensor, Tensor> enter = Conv2d(1, 16, 3, padding: 1), grouped = Conv2d(16, 16, 3, stride: 2, groups: 2), deep = Conv2d(16, 32, 3);
    public readonly Module<Tensor, Tensor> norm = BatchNorm2d(16);
    public readonly TorchSharp.Modules.Linear head = Linear(32, 5);

    public Cnn()
        : base(nameof(Cnn)) => RegisterComponents();

    public override Tensor forward(Tensor x)
        => head.call(functional.relu(deep.call(functional.relu(grouped.call(norm.call(functional.relu(enter.call(x))))))).mean([2, 3]));
}

/// <summary>Two layers that are wide enough for a clock to tell what compression saves.</summary>
internal sealed class Wide : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> a = Linear(600, 800), b = Linear(800, 800);

    public Wide()
        : base(nameof(Wide)) => RegisterComponents();

    public override Tensor forward(Tensor x) => b.call(a.call(x));
}

/// <summary>Labels of a teacher that looks at three directions of its inputs.</summary>
internal sealed class Task
{
    public Task(params long[] shape)
    {
        manual_seed(3);
        Inputs = randn([600, .. shape]).DetachFromDisposeScope();
        var flat = Inputs.flatten(1);
        Labels = flat.matmul(randn(flat.shape[1], 3)).relu().matmul(randn(3, 5)).argmax(1).DetachFromDisposeScope();
    }

    public Tensor Inputs { get; }

    public Tensor Labels { get; }

    /// <summary>A task, and a model that has learned it.</summary>
    public static (Task Task, Mlp Model) Trained()
    {
        var task = new Task(40);
        manual_seed(1);
        var model = new Mlp();
        task.Train(model, 200);
        return (task, model);
    }

    public double Accuracy(Module<Tensor, Tensor> model)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        model.eval();
        return (model.call(Inputs).argmax(1) == Labels).to_type(ScalarType.Float64).mean().item<double>();
    }

    public void Train(Module<Tensor, Tensor> model, int steps)
    {
        model.train();
        using var optimizer = optim.Adam(model.parameters(), 3e-3);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            functional.cross_entropy(model.call(Inputs), Labels).backward();
            optimizer.step();
        }
    }
}
