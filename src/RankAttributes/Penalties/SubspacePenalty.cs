using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>
/// The penalty with the r leading singular values one by one and the q−r others taken as equal, at their root mean square:
/// φ̃(A) = Σ_{i≤r} (σᵢ² + ε²)^(p/2) + (q−r)(t + ε²)^(p/2) with t = (‖A‖_F² − Σ_{i≤r} σᵢ²)/(q−r).
/// </summary>
/// <remarks>
/// <para>x^(p/2) is concave for p ≤ 2, so φ̃ ≥ φ by Jensen's inequality, with equality where the tail is flat: training brings the tail
/// to zero, and there the two are the same. The gradient is w_t·A + U(diag(wᵢ) − w_t)UᵀA, low rank plus a multiple of A.</para>
/// <para>The directions U are followed by one step of subspace iteration an evaluation (Rayleigh–Ritz on the step before), which
/// costs three thin products. They become more when the last of them stands out of what noise of the tail's size would show:
/// the largest squared singular value of a random matrix is at most four times their mean (Marchenko and Pastur, 1967).</para>
/// </remarks>
internal sealed class SubspacePenalty : PenaltyEvaluator
{
    private const double NoiseEdge = 4;
    private const int ColdIterations = 3, FollowInterval = 2;

    private Tensor? followed;
    private double tail;
    private long evaluations;

    /// <inheritdoc />
    public override long RankOf(long side) => followed?.shape[1] ?? InitialRank(side);

    /// <inheritdoc />
    public override double Tail => tail;

    /// <inheritdoc />
    protected override PenaltyEvaluation EvaluateWide(Tensor matrix, PenaltySettings settings)
    {
        var directions = Directions(matrix);
        var rank = directions.shape[1];
        var images = directions.t().matmul(matrix);
        var (squares, turn) = linalg.eigh(images.matmul(images.t()).to_type(ScalarType.Float64));
        squares = squares.clamp_min(0);

        var rest = matrix.shape[0] - rank;
        var total = Math.Pow(matrix.norm().ToDouble(), 2);
        var outside = rest == 0 ? 0 : Math.Max(0, total - squares.sum().item<double>());
        tail = outside / total;
        var mean = rest == 0 ? 0 : outside / rest;
        var weights = new SpectralWeights(settings.P, squares.max().item<double>() * settings.Smoothing * settings.Smoothing);

        var common = rest == 0 ? 0 : weights.Of(mean);
        var inner = (turn * (weights.Of(squares) - common)).matmul(turn.t()).to_type(matrix.dtype);
        var gradient = directions.matmul(inner.matmul(images)).add_(matrix, common);
        var value = weights.Value(squares) + rest * Math.Pow(mean + weights.Floor, settings.P / 2);

        if (++evaluations % FollowInterval == 0)
        {
            var standsOut = rest > 0 && squares.min().item<double>() > NoiseEdge * (mean + weights.Floor);
            Follow(matrix.matmul(images.t().matmul(turn.to_type(matrix.dtype))), standsOut);
        }

        return new PenaltyEvaluation(value, gradient);
    }

    private static long InitialRank(long side) => Math.Min(side, Math.Max(64, (long)(2 * Math.Sqrt(side))));

    private Tensor Directions(Tensor matrix)
    {
        if (followed is not null && followed.shape[0] == matrix.shape[0] && followed.dtype == matrix.dtype && IsBeside(followed, matrix))
            return followed;
        var directions = linalg.qr(Noise(matrix, matrix.shape[0], InitialRank(matrix.shape[0]))).Q;
        for (var iteration = 0; iteration < ColdIterations; iteration++)
            directions = linalg.qr(matrix.matmul(directions.t().matmul(matrix).t())).Q;
        Keep(directions);
        return directions;
    }

    /// <remarks>Devices are compared by what they are: TorchSharp makes an object for each question.</remarks>
    private static bool IsBeside(Tensor tensor, Tensor other)
        => tensor.device_type == other.device_type && tensor.device_index == other.device_index;

    private void Follow(Tensor grown, bool more)
    {
        var (side, rank) = (grown.shape[0], grown.shape[1]);
        var most = Math.Max(rank, Math.Min(2 * InitialRank(side), side * 3 / 8));
        var wanted = more ? Math.Min(rank + rank / 4 + 1, most) : rank;
        if (wanted > rank) grown = cat([grown, Noise(grown, side, wanted - rank) * (grown.norm() / Math.Sqrt(side * rank))], 1);
        Keep(linalg.qr(grown).Q);
    }

    private void Keep(Tensor directions)
    {
        followed?.Dispose();
        followed = directions.DetachFromDisposeScope();
    }
}
