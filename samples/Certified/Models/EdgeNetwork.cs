using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Certified.Models;

/// <summary>
/// A convolutional network of about a thousand weights over fixed edges. Normalization per sample makes the scale of every tensor irrelevant; there
/// are not statistics of data.
/// </summary>
internal sealed class EdgeNetwork : Module<Tensor, Tensor>
{
    private const double Deviation = 0.7, BiasDeviation = 0.25;
    private const float LargestWeight = 0.3f;
    private const int PooledSide = Edges.Side / 2, Classes = 10;

    private readonly Conv2d enter, firstFilters, firstMix, secondFilters, secondMix;
    private readonly Parameter enterBias, firstBias, secondBias;
    private readonly Linear head;
    private readonly int readOuts;

    public EdgeNetwork(EdgeArchitecture architecture)
        : base(nameof(EdgeNetwork))
    {
        var (first, second, third) = (architecture.First, architecture.Second, architecture.Third);
        readOuts = architecture.ReadOuts;
        enter = Conv2d(Edges.Channels, first, 1, bias: false);
        enterBias = new Parameter(zeros(first));
        firstFilters = Conv2d(first, first, 3, padding: 1, groups: first, bias: false);
        firstMix = Conv2d(first, second, 1, bias: false);
        firstBias = new Parameter(zeros(second));
        secondFilters = Conv2d(second, second, 3, padding: 1, groups: second, bias: false);
        secondMix = Conv2d(second, third, 1, bias: false);
        secondBias = new Parameter(zeros(third));
        head = Linear((long)third * readOuts, Classes);
        RegisterComponents();
        foreach (var parameter in parameters()) init.normal_(parameter, 0, parameter.dim() > 1 ? Deviation : BiasDeviation);
    }

    /// <summary>Logits of images, or of edges that were computed before.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var hidden = input.dim() == 4 && input.shape[1] == Edges.Channels ? input : Edges.Of(input);
        hidden = Activated(enter.call(hidden), enterBias);
        hidden = Activated(functional.max_pool2d(firstMix.call(firstFilters.call(hidden)), 2), firstBias);
        hidden = Activated(secondMix.call(secondFilters.call(hidden)), secondBias);
        return head.call(ReadOuts(hidden)).MoveToOuterDisposeScope();
    }

    /// <summary>Each channel's largest value, its mean, and its mean weighted by slow waves: where it is, without a weight for every place.</summary>
    private Tensor ReadOuts(Tensor hidden)
    {
        var flat = hidden.flatten(2);
        var waves = flat.matmul(Waves(readOuts - 1));
        return cat([waves, flat.amax([2], true) * LargestWeight], 2).flatten(1);
    }

    private static Tensor Activated(Tensor hidden, Tensor bias)
        => functional.relu(functional.layer_norm(hidden, hidden.shape[1..]) + bias.view(1, -1, 1, 1));

    private static Tensor Waves(int count)
    {
        var (cosine, order) = (Enumerable.Range(0, 3).Select(Cosine).ToArray(), new[] { (0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2) });
        var waves = new float[PooledSide * PooledSide * count];
        for (var place = 0; place < PooledSide * PooledSide; place++)
        {
            for (var wave = 0; wave < count; wave++)
                waves[(place * count) + wave] =
                    cosine[order[wave].Item1][place / PooledSide] * cosine[order[wave].Item2][place % PooledSide] / (PooledSide * PooledSide);
        }

        return tensor(waves).view(PooledSide * PooledSide, count);
    }

    private static float[] Cosine(int frequency)
        => [.. Enumerable.Range(0, PooledSide)
            .Select(place => frequency == 0 ? 1f : MathF.Sqrt(2) * MathF.Cos(MathF.PI * frequency * (place + 0.5f) / PooledSide))];
}
