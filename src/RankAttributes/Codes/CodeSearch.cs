using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>Tries single integers and keeps what lowers the bound: first the last linear layer, whose inputs stay, then all others.</summary>
internal sealed class CodeSearch(nn.Module<Tensor, Tensor> model, CodeOptions options, CodeSearchOptions search,
    IEnumerable<(Tensor Inputs, Tensor Labels)> samples)
{
    /// <summary>Returns a description whose bound is no higher.</summary>
    public EncodedModel Improve(EncodedModel encoded, CancellationToken cancellation)
    {
        using var gradientFree = no_grad();
        encoded.ApplyTo(model);
        if (search.Sweeps > 0 && ReadOut.Find(model, encoded, samples) is { } readOut)
            encoded = new ReadOutSearch(encoded, readOut, options.Delta, search).Improve(cancellation);
        if (search.WholeNetwork > TimeSpan.Zero && !cancellation.IsCancellationRequested)
            encoded = new NetworkSearch(model, encoded, options, search, samples).Improve(cancellation);
        return encoded;
    }
}
