using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>
/// Two thin layers in the place of one of low rank: <c>down</c> to r features or channels, <c>up</c> to those of the layer they replace.
/// </summary>
/// <remarks>
/// <para>A convolution becomes one of the same kernel and one of a single point, or, from <see cref="CompressionExtensions.Compress"/>, one along each
/// axis.</para>
/// <para>
/// Its penalty is that of the product. Among all factors of a matrix A, ½(‖up‖_{S2p}^{2p} + ‖down‖_{S2p}^{2p}) is least at the balanced ones,
/// and there it is ‖A‖_{Sp}^p. So each factor is penalized with index 2p and half the strength; for p above 1 with index 2. Of a convolution along
/// each axis this holds for p = 1 and above; below, each is penalized as the convolution that it is.</para>
/// </remarks>
public sealed class FactorPair : Sequential
{
    internal FactorPair(nn.Module<Tensor, Tensor> down, nn.Module<Tensor, Tensor> up)
        : base(("down", down), ("up", up))
    {
    }

    /// <summary>The first layer, without a bias.</summary>
    public nn.Module<Tensor, Tensor> Down => (nn.Module<Tensor, Tensor>)this[0];

    /// <summary>The second layer, with the bias of the layer that was replaced.</summary>
    public nn.Module<Tensor, Tensor> Up => (nn.Module<Tensor, Tensor>)this[1];

    /// <summary>What is declared for the product, said for each factor.</summary>
    internal static PenaltySettings OfEachFactor(PenaltySettings product) => product with
    {
        P = Math.Min(2, 2 * product.P),
        Strength = product.Strength / 2,
        Smoothing = Math.Sqrt(product.Smoothing),

        // At index 2 the penalty is the squared Frobenius norm and needs no decomposition.
        Method = product is { P: >= 1, Method: PenaltyMethod.Auto } ? PenaltyMethod.Frobenius : product.Method,
    };
}
