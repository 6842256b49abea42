using RankAttributes.Penalties;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>What a layer is to be replaced by: factors, or only a rank, or nothing.</summary>
/// <param name="Rank">The rank of each group's matrix.</param>
/// <param name="Left">Groups × rows × rank, or <see langword="null"/> for random weights.</param>
/// <param name="Right">Groups × rank × columns, or <see langword="null"/>.</param>
/// <param name="Reason">Why the layer stays; empty where it is replaced.</param>
internal sealed record LayerFactors(int Rank, Tensor? Left, Tensor? Right, string Reason = "")
{
    /// <summary>The way in which two layers are made of one; <see langword="null"/> for the usual one.</summary>
    public FactorableLayer? Form { get; init; }

    /// <summary>Whether one layer takes the place, the <see cref="Form"/>'s, and not two.</summary>
    public bool IsWhole { get; init; }

    /// <summary>A layer of other widths takes the place.</summary>
    public static LayerFactors Whole(FactorableLayer form) => new((int)Math.Min(form.Weight.shape[0], form.Weight.shape[1]), null, null)
    {
        Form = form, IsWhole = true,
    };

    /// <summary>The layer stays.</summary>
    public static LayerFactors None(int rank, string reason) => new(rank, null, null, reason);

    /// <summary>Balanced factors from the singular values above a tolerance, where they are fewer weights.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">Its name, for the error.</param>
    /// <param name="tolerance">The share of the largest singular value up to which others are dropped; <see langword="null"/> for what rounding
    /// explains.</param>
    /// <exception cref="NonFiniteWeightException">The weight holds NaN or infinity.</exception>
    public static LayerFactors Of(FactorableLayer layer, string name, double? tolerance)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var scaled = ScaledMatrix.Of(layer.Matrices, $"{name}.weight");
        if (scaled.Scale == 0) return None(0, "its weight is zero");
        var (u, sigma, vt) = linalg.svd(scaled.Matrix.to_type(ScalarType.Float64), fullMatrices: false);
        var largest = sigma.max().item<double>();
        var cut = tolerance ?? RankTolerance.Of(scaled.Matrix, largest, layer.Weight.dtype);
        var rank = (int)(sigma > largest * cut).sum(1).max().item<long>();
        if (layer.WeightsAt(rank) >= layer.Weight.numel()) return None(rank, $"rank {rank} saves nothing");

        var roots = (sigma.narrow(1, 0, rank) * scaled.Scale).sqrt();
        var (left, right) = (u.narrow(2, 0, rank) * roots.unsqueeze(1), vt.narrow(1, 0, rank) * roots.unsqueeze(2));
        return new LayerFactors(rank, left.MoveToOuterDisposeScope(), right.MoveToOuterDisposeScope());
    }
}
