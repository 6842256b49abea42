using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>A layer whose weight is one matrix, or one for each group, and the two thin layers that factors of it make.</summary>
internal abstract class FactorableLayer
{
    /// <summary>The layer itself.</summary>
    public required nn.Module<Tensor, Tensor> Layer { get; init; }

    public abstract Parameter Weight { get; }

    public abstract Parameter? Bias { get; }

    /// <summary>Matrices that share no row and no column.</summary>
    public virtual long Groups => 1;

    /// <summary>The weight as groups × rows × columns, a view where it can be one.</summary>
    public virtual Tensor Matrices => Weight.detach().reshape(Groups, Weight.shape[0] / Groups, -1);

    /// <summary>Weights of the two layers at a rank: those of one group's factors, times the groups.</summary>
    public virtual long WeightsAt(long rank) => Groups * rank * (Weight.shape[0] / Groups + Weight.numel() / Weight.shape[0]);

    /// <summary>The rank of two layers' weights, or <see langword="null"/> where they do not fit this one.</summary>
    public int? RankOf(long[] down, long[] up)
    {
        if (down.Length < 2 || up.Length < 2 || down[0] == 0 || down[0] % Groups != 0) return null;
        var rank = down[0] / Groups;
        var (first, second) = Layers(rank);
        using (first)
        using (second)
            return Of(first)!.Weight.shape.SequenceEqual(down) && Of(second)!.Weight.shape.SequenceEqual(up) ? (int)rank : null;
    }

    /// <summary>The layer as one that can be factorized, or <see langword="null"/>.</summary>
    public static FactorableLayer? Of(nn.Module module) => module switch
    {
        Linear linear => new FactorableLinear { Layer = linear },
        Conv1d or Conv2d or Conv3d => new FactorableConvolution { Layer = (Convolution)module },
        ConvTranspose1d or ConvTranspose2d or ConvTranspose3d => new FactorableTransposedConvolution { Layer = (Convolution)module },
        _ => null,
    };

    /// <summary>Another layer, as one that is factorized in the same way.</summary>
    public virtual FactorableLayer Like(nn.Module other) => Of(other)!;

    /// <summary>The ways to make two layers of one: <see cref="Of"/>, and others where there are any.</summary>
    public static IReadOnlyList<FactorableLayer> FormsOf(nn.Module module)
        => [.. new[] { Of(module), FactorableSeparableConvolution.Of(module) }.OfType<FactorableLayer>()];

    /// <summary>The Gram matrix of what the first of two layers would meet, and of how many samples it is.</summary>
    /// <param name="gram">That of what enters the layer: groups × width × width, in the order of the weight's axes.</param>
    /// <param name="samples">How many samples it is of.</param>
    public virtual (Tensor Gram, long Samples) Entering(Tensor gram, long samples) => (gram, samples);

    /// <summary>Two layers of a rank, with random weights.</summary>
    public FactorPair Pair(long rank)
    {
        using var gradientFree = no_grad();
        var (down, up) = Layers(rank);
        var pair = new FactorPair(down, up);
        var last = Of(up)!;
        if (Bias is not null) last.Bias!.copy_(Bias).requires_grad_(Bias.requires_grad);
        last.Weight.requires_grad = Of(down)!.Weight.requires_grad = Weight.requires_grad;
        pair.train(Layer.training);
        return pair;
    }

    /// <summary>Two layers with the given factors.</summary>
    /// <param name="left">Groups × rows × rank.</param>
    /// <param name="right">Groups × rank × columns.</param>
    public FactorPair Pair(Tensor left, Tensor right)
    {
        using var gradientFree = no_grad();
        var pair = Pair(left.shape[2]);
        Fill(Of(pair.Down)!.Weight, Of(pair.Up)!.Weight, left, right);
        return pair;
    }

    /// <summary>The layers of a rank, the second with a bias where this one has one.</summary>
    protected abstract (nn.Module<Tensor, Tensor> Down, nn.Module<Tensor, Tensor> Up) Layers(long rank);

    /// <summary>Writes the factors: of the matrices' columns into the first layer, of their rows into the second.</summary>
    protected virtual void Fill(Parameter down, Parameter up, Tensor left, Tensor right)
    {
        down.copy_(right.reshape(down.shape));
        up.copy_(left.reshape(up.shape));
    }
}
