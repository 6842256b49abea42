using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>
/// The penalty along r orthonormal directions U that are followed from step to step, and the rest of the matrix as equal singular values:
/// φ_U(A) = Σ_{i≤r} (‖uᵢᵀA‖² + ε²)^(p/2) + (q−r)(t + ε²)^(p/2) with t = (‖A‖_F² − ‖UᵀA‖_F²)/(q−r).
/// </summary>
/// <remarks>
/// <para>φ_U ≥ φ for every U: the terms are the diagonal of AAᵀ in a basis that holds U, averaged over the rest, which the eigenvalues
/// majorize (Schur and Horn), and x ↦ (x + ε²)^(p/2) is concave for p ≤ 2. There is equality where U are leading singular directions and
/// the rest is flat; training brings the rest to zero, and there it is. So each step descends on a majorizer of φ that touches it where U
/// is fresh. The gradient with U fixed is w_t·A + U diag(wᵢ − w_t) UᵀA: two thin products, no decomposition.</para>
/// <para>Every few evaluations U takes one step of subspace iteration and is turned into Ritz directions. It grows where its last direction
/// stands out of the rest so far that the common weight would tax it several times too high.</para>
/// </remarks>
internal sealed class SubspacePenalty : PenaltyEvaluator
{
    private const long LeastRank = 64;
    private const double StandsOut = 8;
    private const int ColdIterations = 3, RefreshInterval = 2;

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
        if (followed is null || !Fits(followed, matrix)) Keep(Leading(matrix));
        var (directions, images) = Images(matrix);
        var squares = images.norm(1).to_type(ScalarType.Float64).square();

        var rest = matrix.shape[0] - directions.shape[1];
        var total = Math.Pow(matrix.norm().ToDouble(), 2);
        var outside = rest == 0 ? 0 : Math.Max(0, total - squares.sum().item<double>());
        tail = outside / total;
        var mean = rest == 0 ? 0 : outside / rest;
        var weights = new SpectralWeights(settings.P, squares.max().item<double>() * settings.Smoothing * settings.Smoothing);
        var common = rest == 0 ? 0 : weights.Of(mean);
        var value = weights.Value(squares) + rest * Math.Pow(mean + weights.Floor, settings.P / 2);
        var scaled = images * (weights.Of(squares) - common).to_type(matrix.dtype).unsqueeze(1);

        // In the memory order of the weight, which is the transposed one where it is tall: what follows goes through it entry by entry.
        var gradient = matrix.is_contiguous() ? directions.matmul(scaled) : scaled.t().matmul(directions.t()).t();
        gradient.add_(matrix, common);

        if (++evaluations % RefreshInterval == 0)
            Refresh(matrix.matmul(images.t()), rest > 0 && squares.min().item<double>() > StandsOut * (mean + weights.Floor));
        return new PenaltyEvaluation(value, gradient);
    }

    /// <summary>U and UᵀA; after a step of subspace iteration, turned so that the rows of UᵀA are orthogonal.</summary>
    private (Tensor Directions, Tensor Images) Images(Tensor matrix)
    {
        // A product with few columns is faster than one with few rows.
        var images = matrix.t().matmul(followed!).t();
        if (evaluations % RefreshInterval != 0) return (followed!, images);
        var (_, turn) = linalg.eigh(images.matmul(images.t()).to_type(ScalarType.Float64));
        turn = turn.to_type(matrix.dtype);
        images = turn.t().matmul(images);
        Keep(followed!.matmul(turn));
        return (followed!, images);
    }

    private static long InitialRank(long side) => Math.Min(side, Math.Max(LeastRank, (long)(2 * Math.Sqrt(side))));

    private static Tensor Leading(Tensor matrix)
    {
        var directions = linalg.qr(Noise(matrix, matrix.shape[0], InitialRank(matrix.shape[0]))).Q;
        for (var iteration = 0; iteration < ColdIterations; iteration++)
            directions = linalg.qr(matrix.matmul(matrix.t().matmul(directions))).Q;
        return directions;
    }

    /// <remarks>Devices are compared by what they are: TorchSharp makes an object for each question.</remarks>
    private static bool Fits(Tensor directions, Tensor matrix)
        => directions.shape[0] == matrix.shape[0] && directions.dtype == matrix.dtype
            && directions.device_type == matrix.device_type && directions.device_index == matrix.device_index;

    private void Refresh(Tensor grown, bool more)
    {
        var (side, rank) = (grown.shape[0], grown.shape[1]);
        var most = Math.Max(rank, Math.Min(InitialRank(side) * 3 / 2, side * 3 / 8));
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
