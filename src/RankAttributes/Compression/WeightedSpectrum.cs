using RankAttributes.LowRank;
using RankAttributes.Penalties;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>
/// The singular values of AS, where SSᵀ is the Gram matrix of what enters the layer: ‖(A − A_r)X‖_F² is the sum of the squares of those left
/// out, which is the least that a matrix of rank r can reach.
/// </summary>
/// <remarks>
/// Whitened truncation: Wang et al., SVD-LLM (2024). Directions that no sample has taken keep a share of the average weight: others may take them.
/// </remarks>
internal sealed class WeightedSpectrum : IDisposable
{
    /// <summary>The least share of the average energy that every direction has, where there are as many samples as directions or more.</summary>
    private const double LeastShare = 1e-4;

    private readonly FactorableLayer layer;
    private readonly Tensor left, right;
    private readonly double[] energies;
    private readonly double total;

    /// <param name="layer">The layer, with a finite weight.</param>
    /// <param name="gram">Groups × width × width, or <see langword="null"/> for the plain singular values.</param>
    /// <param name="samples">How many samples the Gram matrix is of.</param>
    public WeightedSpectrum(FactorableLayer layer, Tensor? gram, long samples)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        this.layer = layer;
        var weight = layer.Matrices.to_type(ScalarType.Float64);
        Tensor? roots = null, directions = null;
        if (gram is not null)
        {
            var width = gram.shape[^1];
            var (values, vectors) = linalg.eigh(gram / samples);
            var average = values.clamp(0).mean([1], keepdim: true);
            var share = Math.Max(LeastShare, Math.Min(1, 0.1 * width / samples));
            (roots, directions) = ((values.clamp(0) + (average * share) + double.Epsilon).sqrt(), vectors);
            IsWeighted = average.min().item<double>() > 0;
        }

        if (!IsWeighted) (roots, directions) = (null, null);
        var turned = directions is null ? weight : weight.matmul(directions) * roots!.unsqueeze(1);
        var (u, sigma, vt) = linalg.svd(turned, fullMatrices: false);
        left = (u * sigma.unsqueeze(1)).MoveToOuterDisposeScope().DetachFromDisposeScope();
        right = (directions is null ? vt : (vt / roots!.unsqueeze(1)).matmul(directions.transpose(1, 2))).MoveToOuterDisposeScope().DetachFromDisposeScope();
        energies = sigma.square().sum([0L]).cpu().data<double>().ToArray();
        total = energies.Sum();
    }

    /// <summary>The way in which two layers are made of one.</summary>
    public FactorableLayer Form => layer;

    /// <summary>Whether activations weigh the directions.</summary>
    public bool IsWeighted { get; }

    /// <summary>The rank at which nothing is left out.</summary>
    public int MaxRank => energies.Length;

    /// <summary>The largest rank at which two layers have fewer weights than one; 0 where there is none.</summary>
    public int MaxSavingRank => (int)Math.Min(MaxRank, (layer.Weight.numel() - 1) / layer.WeightsAt(1));

    /// <summary>The share of ‖AX‖² that direction <paramref name="index"/> carries; they fall.</summary>
    public double Share(int index) => total > 0 ? energies[index] / total : 0;

    /// <summary>The share of ‖AX‖² that a rank leaves out.</summary>
    public double Lost(int rank) => total > 0 ? energies.Skip(rank).Sum() / total : 0;

    /// <summary>Balanced factors of the best matrix of a rank.</summary>
    public (Tensor Left, Tensor Right) Factors(int rank)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var (leftBasis, leftPart) = linalg.qr(left.narrow(2, 0, rank));
        var (rightBasis, rightPart) = linalg.qr(right.narrow(1, 0, rank).transpose(1, 2));
        var (u, sigma, vt) = linalg.svd(leftPart.matmul(rightPart.transpose(1, 2)), fullMatrices: false);
        var roots = sigma.sqrt();
        return (
            (leftBasis.matmul(u) * roots.unsqueeze(1)).MoveToOuterDisposeScope(),
            (roots.unsqueeze(2) * vt.matmul(rightBasis.transpose(1, 2))).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
    }
}
