using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FashionMnist.Models;

/// <summary>A network under one of the penalties.</summary>
/// <param name="Network">The network's short name: <c>mlp</c>.</param>
/// <param name="Penalty">Its penalty as the table heads it: <c>p = ½</c>.</param>
/// <param name="Folder">The name of its folder among the runs.</param>
/// <param name="InputShape">The shape of one input.</param>
/// <param name="Create">Makes it, with random weights.</param>
internal sealed record Variant(string Network, string Penalty, string Folder, IReadOnlyList<long> InputShape, Func<Module<Tensor, Tensor>> Create)
{
    private static readonly IReadOnlyList<long> Row = [784], Image = [1, 28, 28];

    public static IReadOnlyList<Variant> All { get; } =
    [
        new("mlp", "none", "mlp-none", Row, () => new PlainMlp()),
        new("mlp", "p = 2", "mlp-p2", Row, () => new Schatten2Mlp()),
        new("mlp", "p = 1", "mlp-p1", Row, () => new Schatten1Mlp()),
        new("mlp", "p = ½", "mlp-p0.5", Row, () => new SchattenHalfMlp()),
        new("cnn", "none", "cnn-none", Image, () => new PlainCnn()),
        new("cnn", "p = 2", "cnn-p2", Image, () => new Schatten2Cnn()),
        new("cnn", "p = 1", "cnn-p1", Image, () => new Schatten1Cnn()),
        new("cnn", "p = ½", "cnn-p0.5", Image, () => new SchattenHalfCnn()),
    ];
}
