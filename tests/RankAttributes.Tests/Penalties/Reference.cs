using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tests.Penalties;

/// <summary>φ and ∇φ by their definition, from a float64 singular value decomposition.</summary>
internal static class Reference
{
    public static (double Value, Tensor Gradient) Of(Tensor weight, double p, double smoothing)
    {
        var (u, sigma, vt) = linalg.svd(weight.detach().to_type(ScalarType.Float64), fullMatrices: false);
        var smoothed = sigma.square() + Math.Pow(smoothing * sigma.max().ToDouble(), 2);
        var scales = sigma.max().ToDouble() == 0 ? sigma : sigma * smoothed.pow((p / 2) - 1) * p;
        return (smoothed.pow(p / 2).sum().ToDouble(), (u * scales).mm(vt));
    }

    public static double RelativeError(Tensor actual, Tensor expected)
    {
        var norm = expected.norm().ToDouble();
        var distance = (actual.detach().to_type(ScalarType.Float64) - expected).norm().ToDouble();
        return norm == 0 ? distance : distance / norm;
    }
}
