using RankAttributes.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Replaces the singular values of live weights, all or none.</summary>
internal static class SpectralEdit
{
    /// <summary>
    /// Writes U diag(f(σ)) Vᵀ into every weight that trains. All results are computed before the first is written, so that an error leaves
    /// the model as it was.
    /// </summary>
    /// <param name="weights">The live weights; those that do not require a gradient are left alone.</param>
    /// <param name="edit">New singular values for old ones, descending; <see langword="null"/> leaves the weight alone.</param>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    public static IReadOnlyList<WeightRank> Apply(
        IEnumerable<RegularizedWeight> weights, Func<RegularizedWeight, double[], double[]?> edit)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var results = new List<(RegularizedWeight Weight, Tensor Matrix, int Rank, int FullRank)>();
        foreach (var weight in weights.Where(weight => weight.Weight.requires_grad))
        {
            if (Edit(weight, edit) is { } result) results.Add(result);
        }

        foreach (var (weight, matrix, _, _) in results) weight.Weight.copy_(matrix.reshape(weight.Weight.shape));
        return [.. results.Select(result => new WeightRank(result.Weight.Name, result.Rank, result.FullRank))];
    }

    private static (RegularizedWeight, Tensor, int, int)? Edit(RegularizedWeight weight, Func<RegularizedWeight, double[], double[]?> edit)
    {
        using var scope = NewDisposeScope();
        var scaled = ScaledMatrix.Of(weight.AsMatrix(), weight.Name);
        var full = (int)Math.Min(scaled.Matrix.shape[0], scaled.Matrix.shape[1]);
        if (scaled.Scale == 0) return null;

        var (u, sigma, vt) = linalg.svd(scaled.Matrix.to_type(ScalarType.Float64), fullMatrices: false);
        var old = sigma.cpu().data<double>().Select(value => value * scaled.Scale).ToArray();
        if (edit(weight, old) is not { } values) return null;
        var rank = values.Count(value => value > 0);
        var kept = tensor(values[..rank].Select(value => value / scaled.Scale).ToArray(), device: scaled.Matrix.device) * scaled.Scale;
        var matrix = (u.narrow(1, 0, rank) * kept).matmul(vt.narrow(0, 0, rank)).to_type(weight.Weight.dtype);
        return (weight, matrix.MoveToOuterDisposeScope(), rank, full);
    }
}
