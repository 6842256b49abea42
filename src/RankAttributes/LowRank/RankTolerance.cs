using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Which singular values of a stored weight rounding cannot tell from zero, as a share of the largest.</summary>
/// <remarks>
/// The usual max(m, n)·eps allows for the rounding of products of that size. A half precision only rounds what was computed in a wider one:
/// entries are off by eps/2 of themselves at most, and a matrix of independent errors has a spectral norm of about the sum of its largest row's
/// and column's. For a full matrix that is far less: max(m, n)·eps passes 1 for bfloat16 at 128 rows.
/// </remarks>
internal static class RankTolerance
{
    /// <param name="matrix">Rows × columns, or a batch of such, of any floating dtype.</param>
    /// <param name="largest">The largest singular value, above 0.</param>
    /// <param name="dtype">The dtype that the weight is stored in.</param>
    public static double Of(Tensor matrix, double largest, ScalarType dtype)
    {
        var usual = Math.Max(matrix.shape[^2], matrix.shape[^1]) * finfo(dtype).eps;
        if (dtype is not (ScalarType.Float16 or ScalarType.BFloat16)) return Math.Min(usual, Math.Sqrt(finfo(dtype).eps));
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var wide = matrix.detach().to_type(ScalarType.Float64);
        var reach = wide.norm(-1).max().item<double>() + wide.norm(-2).max().item<double>();
        return Math.Min(usual, finfo(dtype).eps / 2 * reach / largest);
    }
}
