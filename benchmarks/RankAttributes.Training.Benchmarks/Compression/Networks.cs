using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RankAttributes.Training.Benchmarks.Compression;

/// <summary>A network whose layers can be replaced, with a penalty of all its weights.</summary>
internal abstract class Penalized(string name) : Module<Tensor, Tensor>(name), IRankRegularized
{
    private readonly SchattenPenalty penalty = new();

    /// <summary>Index and strength; without a penalty where <see langword="null"/>.</summary>
    public PenaltySettings? Settings { get; init; }

    SchattenPenalty? IRankRegularized.Penalty => penalty;

    public void CollectWeights(RankWeightCollector collector) => collector.AddRest(this, Settings!);

    public Tensor RegularizationLoss() => penalty.ComputeLoss(this);
}

/// <summary>784-1024-1024-10.</summary>
internal sealed class Mlp : Penalized
{
    private readonly Module<Tensor, Tensor> fc1 = Linear(784, 1024), fc2 = Linear(1024, 1024), head = Linear(1024, 10);

    public Mlp()
        : base(nameof(Mlp)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(functional.relu(fc2.call(functional.relu(fc1.call(x.flatten(1))))));
}

/// <summary>Three convolutions of 3 × 3 with 32, 64 and 128 channels, and a head.</summary>
internal sealed class Cnn : Penalized
{
    private readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 32, 3, padding: 1), conv2 = Conv2d(32, 64, 3, padding: 1), conv3 = Conv2d(64, 128, 3, padding: 1);
    private readonly Module<Tensor, Tensor> head = Linear(128 * 9, 10);

    public Cnn()
        : base(nameof(Cnn)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = functional.max_pool2d(functional.relu(conv1.call(x.view(-1, 1, 28, 28))), 2);
        x = functional.max_pool2d(functional.relu(conv2.call(x)), 2);
        return head.call(functional.max_pool2d(functional.relu(conv3.call(x)), 2).flatten(1));
    }
}

/// <summary>Two blocks of one-headed attention and a feed-forward part, of width 128, on characters of a text.</summary>
internal sealed class Transformer : Penalized
{
    private const int Width = 128;

    private readonly Module<Tensor, Tensor> embedding = Embedding(TextTask.Characters, Width);
    private readonly Module<Tensor, Tensor> head = Linear(Width, TextTask.Characters);
    private readonly TorchSharp.Modules.Parameter positions = new(randn(TextTask.Length, Width) * 0.1);
    private readonly TorchSharp.Modules.ModuleList<Module<Tensor, Tensor>> blocks = new(new Block(), new Block());

    public Transformer()
        : base(nameof(Transformer)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        x = embedding.call(x.to_type(ScalarType.Int64)) + positions;
        foreach (var block in blocks) x = block.call(x);
        return head.call(x.select(1, -1));
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> query = Linear(Width, Width), key = Linear(Width, Width), value = Linear(Width, Width);
        private readonly Module<Tensor, Tensor> output = Linear(Width, Width), widen = Linear(Width, 4 * Width), narrow = Linear(4 * Width, Width);
        private readonly Module<Tensor, Tensor> first = LayerNorm(Width), second = LayerNorm(Width);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var normal = first.call(x);
            var attended = functional.scaled_dot_product_attention(query.call(normal), key.call(normal), value.call(normal));
            x = x + output.call(attended);
            return x + narrow.call(functional.gelu(widen.call(second.call(x))));
        }
    }
}
