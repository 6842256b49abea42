using TorchSharp;
using static TorchSharp.torch;

namespace BoundComparison.Training;

/// <summary>
/// Keeps the spectral norms of a network's weights at 1 or below: nearly after every step, along one direction of each weight, which power
/// iteration follows, and exactly at the end of an epoch.
/// </summary>
internal sealed class SpectralProjection : IDisposable
{
    private readonly IReadOnlyList<(Tensor Weight, Tensor Direction)> weights;

    public SpectralProjection(nn.Module network) =>
        weights = [.. network.parameters().Select(weight => ((Tensor)weight, nn.functional.normalize(randn(weight.shape[1]), dim: 0)))];

    /// <summary>Cuts the leading singular value of each weight to 1, as far as its direction is known, where it is above 1.</summary>
    public void AfterStep()
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        foreach (var (weight, direction) in weights)
        {
            var image = weight.mv(direction);
            var norm = image.norm().ToDouble();
            if (norm > 1) weight.sub_(image.outer(direction) * ((norm - 1) / norm));
            direction.copy_(nn.functional.normalize(weight.t().mv(image), dim: 0));
        }
    }

    /// <summary>The nearest matrix, in the Frobenius norm, of spectral norm at most 1: singular values above 1 become 1.</summary>
    public void AfterEpoch()
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        foreach (var (weight, _) in weights)
        {
            var (u, sigma, vt) = linalg.svd(weight.to_type(ScalarType.Float64), fullMatrices: false);
            weight.copy_((u * sigma.clamp_max(1)).mm(vt));
        }
    }

    public void Dispose()
    {
        foreach (var (_, direction) in weights) direction.Dispose();
    }
}
