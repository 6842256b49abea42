using RankAttributes.LowRank;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>
/// Takes a layer's place for a while and notes what enters it: XXᵀ of the columns X that its weight is multiplied with. It works where a hook
/// does not, in models that call <c>forward</c> directly.
/// </summary>
/// <remarks>A <c>Sequential</c>, as <see cref="FactorPair"/> is one: what can hold that can hold this.</remarks>
internal sealed class WatchedLayer : Sequential
{
    /// <summary>A Gram matrix of more columns would take more memory than it is worth; the spectrum is then that of the weight alone.</summary>
    private const long MaxWidth = 4096;

    /// <summary>More rows than this times the width tell nothing new.</summary>
    private const long RowsOfAColumn = 32;

    private readonly FactorableLayer layer;
    private readonly Action? called;
    private Tensor? gram;

    /// <param name="layer">The layer.</param>
    /// <param name="called">Is told of every pass through it, or <see langword="null"/>.</param>
    public WatchedLayer(FactorableLayer layer, Action? called = null)
        : base(("watched", layer.Layer)) => (this.layer, this.called) = (layer, called);

    /// <summary>Groups × width × width in float64, or <see langword="null"/> where nothing usable was seen.</summary>
    public Tensor? Gram => gram is not null && gram.isfinite().all().ToBoolean() ? gram : null;

    /// <summary>How many columns <see cref="Gram"/> holds.</summary>
    public long Rows { get; private set; }

    /// <summary>How often a sample passes the weight; 0 where none did.</summary>
    public long Positions { get; private set; }

    public override Tensor forward(Tensor input)
    {
        called?.Invoke();
        var output = layer.Layer.call(input);
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var places = layer switch
        {
            FactorableTransposedConvolution => input.shape[2..],
            FactorableConvolution => output.shape[2..],
            _ => output.dim() > 1 ? output.shape[1..^1] : [],
        };
        Positions = Math.Max(Positions, places.Aggregate(1L, (product, length) => product * length));
        var width = layer.Weight.numel() / layer.Weight.shape[0];
        if (width <= MaxWidth && Rows < RowsOfAColumn * width && input.numel() > 0 && Columns(input.detach()) is { } columns) Take(columns, width);
        return output;
    }

    /// <summary>Frees the Gram matrix; the layer is not this object's to free.</summary>
    public void Release()
    {
        gram?.Dispose();
        gram = null;
    }

    private void Take(Tensor columns, long width)
    {
        // Groups × width × samples.
        var wanted = Math.Max(1, (RowsOfAColumn * width) - Rows);

        // An odd distance does not fall on the same column of every image.
        var stride = Math.Max(1, columns.shape[2] / wanted) | 1;
        var exact = columns.slice(2, 0, columns.shape[2], stride).to_type(ScalarType.Float64);
        gram ??= zeros([columns.shape[0], width, width], ScalarType.Float64, columns.device).DetachFromDisposeScope();
        gram.add_(exact.matmul(exact.transpose(1, 2)));
        Rows += exact.shape[2];
    }

    /// <summary>What the rows of the weight are multiplied with, groups × width × samples; <see langword="null"/> where patches are not known.</summary>
    private Tensor? Columns(Tensor input)
    {
        if (layer is FactorableLinear) return input.reshape(-1, input.shape[^1]).t().unsqueeze(0);
        if (layer.Layer is not (Conv1d or Conv2d)) return null;
        var convolution = (Convolution)layer.Layer;
        var flat = convolution is Conv1d;
        var image = flat ? input.unsqueeze(2) : input;
        if (image.dim() != 4) return null;
        var (kernel, stride, dilation) = (Pair(convolution.kernel_size, 1), Pair(convolution.stride, 1), Pair(convolution.dilation, 1));
        var padding = convolution.padding_type is Padding.Same
            ? (dilation.Item1 * (kernel.Item1 - 1) / 2, dilation.Item2 * (kernel.Item2 - 1) / 2) : Pair(convolution.padding ?? [0], 0);
        var patches = nn.functional.unfold(image, kernel, dilation, padding, stride);
        return patches.transpose(0, 1).reshape(layer.Groups, patches.shape[1] / layer.Groups, -1);

        (long, long) Pair(long[] sizes, long missing) => flat ? (missing, sizes[0]) : (sizes[0], sizes[^1]);
    }
}
