using static TorchSharp.torch;

namespace RankAttributes.Tracking.Spectra;

/// <summary>Singular values in double precision, without vectors.</summary>
/// <remarks>
/// The square roots of the eigenvalues of a Gram matrix cost about 0.6 of a singular value decomposition, but know σ only where σ²
/// stands out from n·u·σ₁². So they are taken where every one of them does, to three digits and more, and the decomposition elsewhere.
/// </remarks>
internal static class SingularValues
{
    // Below it the decomposition itself takes about a millisecond.
    private const long SmallSize = 256;

    // σ/σ₁ down to which the Gram matrix is trusted: its square is a thousand times the roundoff of 4096 columns.
    private const double Resolved = 1e-5;

    private const long BlockOfRows = 128;

    /// <summary>σ₁ ≥ σ₂ ≥ … of a matrix, min(rows, columns) of them; <see langword="null"/> where it holds NaN or infinity.</summary>
    /// <param name="matrix">A matrix of any floating dtype on any device.</param>
    public static double[]? Of(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var exact = matrix.detach().to(CPU).to_type(ScalarType.Float64);

        // NaN and infinity reach the sum, and nothing that is finite in the weights overflows it after scaling.
        var scale = exact.abs().max().item<double>();
        if (!double.IsFinite(scale)) return null;
        if (scale == 0) return new double[Math.Min(exact.shape[0], exact.shape[1])];
        var values = Scaled(exact / scale, matrix.dtype);
        for (var index = 0; index < values.Length; index++) values[index] *= scale;
        return values;
    }

    private static double[] Scaled(Tensor matrix, ScalarType dtype)
    {
        if (dtype != ScalarType.Float64 && Math.Min(matrix.shape[0], matrix.shape[1]) > SmallSize && OfGram(matrix) is { } values) return values;
        return linalg.svdvals(matrix).data<double>().ToArray();
    }

    private static double[]? OfGram(Tensor matrix)
    {
        var wide = matrix.shape[0] <= matrix.shape[1] ? matrix : matrix.t().contiguous();
        var eigenvalues = linalg.eigvalsh(LowerGram(wide)).data<double>().ToArray();
        Array.Reverse(eigenvalues);
        if (eigenvalues[^1] < Resolved * Resolved * eigenvalues[0]) return null;
        return Array.ConvertAll(eigenvalues, Math.Sqrt);
    }

    /// <summary>The lower triangle of AAᵀ, which is all that is read, in blocks of rows: about half the work of the whole.</summary>
    private static Tensor LowerGram(Tensor wide)
    {
        var rows = wide.shape[0];
        var gram = zeros(rows, rows, ScalarType.Float64);
        for (var first = 0L; first < rows; first += BlockOfRows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BlockOfRows, rows - first);
            gram.narrow(0, first, count).narrow(1, 0, first + count).copy_(wide.narrow(0, first, count).matmul(wide.narrow(0, 0, first + count).t()));
        }

        return gram;
    }
}
