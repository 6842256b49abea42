using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>
/// U diag(wᵢ) Uᵀ A for the weights w of a penalty, from eigendecompositions of Gram matrices: half the work of a singular value
/// decomposition, and as accurate.
/// </summary>
/// <remarks>
/// A Gram matrix squares the condition number: computed with roundoff u it knows λᵢ = σᵢ² only to u·λ₁, and turns the directions
/// of small singular values into those of large ones. So only the directions with λᵢ ≥ (u/tolerance)·λ₁ are taken from it. The rest,
/// A' = UₛᵀA computed in double precision and freed from the rows already taken, is a smaller matrix whose largest singular
/// value is small, and goes through the same step with a roundoff relative to that. A few levels reach any smoothing.
/// </remarks>
/// <param name="p">The Schatten index p.</param>
/// <param name="smoothing">The smoothing ε relative to the largest singular value.</param>
/// <param name="dtype">The computing dtype.</param>
/// <param name="tolerance">The relative error of the result that is aimed at.</param>
internal sealed class GradedGram(double p, double smoothing, ScalarType dtype, double tolerance)
{
    private const long BlockOfColumns = 256;

    private readonly double roundoff = finfo(dtype).eps;
    private SpectralWeights weights;
    private double gradientNorm, noise;
    private bool started;

    /// <summary>Σ(λᵢ + ε²)^(p/2) over the directions taken so far.</summary>
    public double Value { get; private set; }

    /// <summary>U diag(wᵢ) Uᵀ A, rows × columns of the given matrix, in the computing dtype; adds its part of the value.</summary>
    /// <param name="matrix">A wide or square matrix, in the computing dtype or float64.</param>
    public Tensor Weighted(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var work = matrix.to_type(dtype);
        var gram = work.matmul(work.t());
        var (_, directions) = linalg.eigh(gram);
        gram.Dispose();

        // The norms of the turned rows are Rayleigh quotients: they lose less than the eigenvalues that came with the directions.
        var turned = directions.t().matmul(work);
        var squares = turned.norm(1).to_type(ScalarType.Float64).square();
        var largest = squares.max().item<double>();
        if (!started) Start(squares, largest, matrix.shape[1]);
        var small = Unresolved(squares, largest);
        var taken = turned.narrow(0, small, turned.shape[0] - small);
        if (small > 0) turned.narrow(0, 0, small).copy_(Weighted(Remainder(matrix, directions.narrow(1, 0, small), taken)));
        Take(taken, squares.narrow(0, small, taken.shape[0]));
        return directions.matmul(turned).MoveToOuterDisposeScope();
    }

    private void Start(Tensor squares, double largest, long columns)
    {
        started = true;
        weights = new SpectralWeights(p, largest * smoothing * smoothing);
        gradientNorm = weights.GradientNorm(squares);

        // What no decomposition in double precision can tell from zero; the weights would multiply it by ε^(p−2).
        noise = largest * Math.Pow(columns * finfo(ScalarType.Float64).eps, 2);
    }

    private void Take(Tensor turned, Tensor squares)
    {
        Value += weights.Value(squares);
        turned.mul_((weights.Of(squares) * (squares > noise)).to_type(dtype).unsqueeze(1));
    }

    /// <summary>How many of the first directions this Gram matrix does not know well enough; 0 where the whole gradient is accurate.</summary>
    private long Unresolved(Tensor squares, double largest)
    {
        if (weights.GramError(squares, largest * roundoff) <= tolerance * gradientNorm) return 0;

        // Eigenvalues come in ascending order; the directions between two small ones may be anywhere among them.
        var resolved = (squares >= largest * (roundoff / tolerance)).to_type(ScalarType.Int64);
        return resolved.argmax().item<long>();
    }

    /// <summary>UₛᵀA without the components along the rows already taken, which the turned directions still hold.</summary>
    /// <remarks>
    /// A block of columns at a time: the whole matrix in double precision would be the largest piece of memory of all.
    /// </remarks>
    private static Tensor Remainder(Tensor matrix, Tensor directions, Tensor taken)
    {
        using var scope = NewDisposeScope();
        var turn = directions.to_type(ScalarType.Float64).t();
        var rows = taken / taken.norm(1, keepdim: true);
        var rest = empty(directions.shape[1], matrix.shape[1], ScalarType.Float64, matrix.device);
        var along = zeros(rest.shape[0], rows.shape[0], ScalarType.Float64, matrix.device);
        Blocks(matrix, rest, (block, target) => target.copy_(turn.matmul(block)));
        Blocks(rows, rest, (block, target) => along.addmm_(target, block.t(), 1, 1));
        Blocks(rows, rest, (block, target) => target.addmm_(along, block, 1, -1));
        return rest.MoveToOuterDisposeScope();
    }

    private static void Blocks(Tensor source, Tensor target, Action<Tensor, Tensor> act)
    {
        for (var column = 0L; column < source.shape[1]; column += BlockOfColumns)
        {
            using var scope = NewDisposeScope();
            var width = Math.Min(BlockOfColumns, source.shape[1] - column);
            act(source.narrow(1, column, width).to_type(ScalarType.Float64), target.narrow(1, column, width));
        }
    }
}
