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
/// <para>Every few evaluations U takes one step of subspace iteration and is turned into Ritz directions. If the last
/// direction's singular value is so far above the rest that the common weight would overpenalize it several times, U gains directions.</para>
/// </remarks>
internal sealed class SubspacePenalty : PenaltyEvaluator
{
    private const long LeastRank = 64;
    private const double StandsOut = 8;

    /// <summary>What the directions may lose of ‖A‖_F² from one step to the next; more means that the weight was replaced by another.</summary>
    private const double Lost = 0.05;

    private const int ColdIterations = 3, RefreshInterval = 2;

    private FollowedSubspace? followed, next;
    private double tail;

    /// <summary>The directions that the next evaluation starts from, or <see langword="null"/> before the first.</summary>
    public FollowedSubspace? Followed
    {
        get => followed;
        set => (followed, next) = (value, null);
    }

    /// <summary>The directions that the next step starts from if the gradient of this one is taken.</summary>
    public FollowedSubspace? Next => next ?? followed;

    /// <inheritdoc />
    public override long RankOf(long side) => Next?.Directions.shape[1] ?? InitialRank(side);

    /// <inheritdoc />
    public override double Tail => tail;

    /// <inheritdoc />
    public override void Commit()
    {
        if (next is null || ReferenceEquals(next, followed)) return;
        followed?.Dispose();
        (followed, next) = (next, null);
    }

    /// <inheritdoc />
    /// <remarks>Along the directions that the next evaluation starts from: one thin product in place of four.</remarks>
    protected override double? ValueWide(Tensor matrix, PenaltySettings settings)
    {
        if (Next is not { } known || !known.Fits(matrix)) return null;
        var total = Math.Pow(matrix.norm().ToDouble(), 2);
        var squares = Squares(matrix.t().matmul(known.Directions).t());
        var rest = matrix.shape[0] - known.Directions.shape[1];
        var outside = rest == 0 ? 0 : Math.Max(0, total - squares.sum().item<double>());
        if (outside > ((2 * known.Tail) + Lost) * total) return null;
        var weights = new SpectralWeights(settings.P, squares.max().item<double>() * settings.Smoothing * settings.Smoothing);
        return weights.Value(squares) + (rest == 0 ? 0 : rest * Math.Pow((outside / rest) + weights.Floor, settings.P / 2));
    }

    /// <inheritdoc />
    protected override PenaltyEvaluation EvaluateWide(Tensor matrix, PenaltySettings settings)
    {
        var total = Math.Pow(matrix.norm().ToDouble(), 2);
        var isKnown = followed is not null && followed.Fits(matrix);
        var evaluations = isKnown ? followed!.Evaluations : 0;
        var (directions, images, squares) = Images(matrix, isKnown ? followed!.Directions : Leading(matrix), evaluations);
        if (isKnown && Outside() > (2 * followed!.Tail + Lost) * total) (directions, images, squares) = Images(matrix, Leading(matrix), evaluations);

        var rest = matrix.shape[0] - directions.shape[1];
        var outside = Outside();
        tail = outside / total;
        var mean = rest == 0 ? 0 : outside / rest;
        var weights = new SpectralWeights(settings.P, squares.max().item<double>() * settings.Smoothing * settings.Smoothing);
        var common = rest == 0 ? 0 : weights.Of(mean);
        var value = weights.Value(squares) + rest * Math.Pow(mean + weights.Floor, settings.P / 2);
        var single = weights.Of(squares);
        var scaled = images * (single - common).to_type(matrix.dtype).unsqueeze(1);

        // In the memory order of the weight, which is the transposed one where it is tall: what follows goes through it entry by entry.
        var gradient = matrix.is_contiguous() ? directions.matmul(scaled) : scaled.t().matmul(directions.t()).t();
        gradient.add_(matrix, common);

        var turned = ++evaluations % RefreshInterval == 0
            ? Refreshed(matrix.matmul(images.t()), rest > 0 && squares.min().item<double>() > StandsOut * (mean + weights.Floor))
            : directions;
        next?.Dispose();
        next = new FollowedSubspace(turned.clone().DetachFromDisposeScope(), evaluations, tail);
        return new PenaltyEvaluation(value, gradient, (single.sum().item<double>() + rest * common) / matrix.shape[0]);

        double Outside() => directions.shape[1] == matrix.shape[0] ? 0 : Math.Max(0, total - squares.sum().item<double>());
    }

    /// <summary>U, UᵀA and ‖uᵢᵀA‖²; after a step of subspace iteration, turned so that the rows of UᵀA are orthogonal.</summary>
    private static (Tensor Directions, Tensor Images, Tensor Squares) Images(Tensor matrix, Tensor directions, long evaluations)
    {
        // A product with few columns is faster than one with few rows.
        var images = matrix.t().matmul(directions).t();
        if (evaluations % RefreshInterval != 0) return (directions, images, Squares(images));
        var (_, turn) = linalg.eigh(images.matmul(images.t()).to_type(ScalarType.Float64));
        turn = turn.to_type(matrix.dtype);
        images = turn.t().matmul(images);
        return (directions.matmul(turn), images, Squares(images));
    }

    private static Tensor Squares(Tensor images) => images.norm(1).to_type(ScalarType.Float64).square();

    private static long InitialRank(long side) => Math.Min(side, Math.Max(LeastRank, (long)(2 * Math.Sqrt(side))));

    private static Tensor Leading(Tensor matrix)
    {
        var directions = linalg.qr(Noise(matrix, matrix.shape[0], InitialRank(matrix.shape[0]))).Q;
        for (var iteration = 0; iteration < ColdIterations; iteration++)
            directions = linalg.qr(matrix.matmul(matrix.t().matmul(directions))).Q;
        return directions;
    }

    private static Tensor Refreshed(Tensor grown, bool more)
    {
        var (side, rank) = (grown.shape[0], grown.shape[1]);
        var most = Math.Max(rank, Math.Min(InitialRank(side) * 3 / 2, side * 3 / 8));
        var wanted = more ? Math.Min(rank + rank / 4 + 1, most) : rank;
        if (wanted > rank) grown = cat([grown, Noise(grown, side, wanted - rank) * (grown.norm() / Math.Sqrt(side * rank))], 1);
        return linalg.qr(grown).Q;
    }
}
