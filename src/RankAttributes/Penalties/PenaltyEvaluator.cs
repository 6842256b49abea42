using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>A way to compute φ and ∇φ of one weight, with what it remembers of that weight.</summary>
internal abstract class PenaltyEvaluator
{
    /// <summary>How many singular directions are followed one by one, of a matrix of so many rows and columns at least.</summary>
    public virtual long RankOf(long side) => side;

    /// <summary>The share of ‖A‖_F² that the last evaluation took as a tail of equal singular values.</summary>
    public virtual double Tail => 0;

    /// <summary>The degree d of the value: φ(sA) = s^d φ(A).</summary>
    protected virtual double Degree(double p) => p;

    /// <summary>φ(A) and ∇φ(A).</summary>
    /// <param name="matrix">A, rows × columns, of any floating dtype.</param>
    /// <param name="name">The weight's name, for the error.</param>
    /// <param name="settings">Index and smoothing.</param>
    /// <exception cref="NonFiniteWeightException">A holds NaN or infinity.</exception>
    public PenaltyEvaluation Evaluate(Tensor matrix, string name, PenaltySettings settings)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var scaled = ScaledMatrix.Of(matrix, name);
        if (scaled.Scale == 0) return new PenaltyEvaluation(0, zeros_like(scaled.Matrix).MoveToOuterDisposeScope());

        // The smaller side comes first: every method works on the Gram matrix of the rows.
        var tall = scaled.Matrix.shape[0] > scaled.Matrix.shape[1];
        var wide = tall ? scaled.Matrix.t() : scaled.Matrix;
        var result = scaled.Restore(EvaluateWide(wide, settings), Degree(settings.P));
        var gradient = tall ? result.Gradient.t().contiguous() : result.Gradient;
        return result with { Gradient = gradient.MoveToOuterDisposeScope() };
    }

    /// <summary>φ(A) alone, where that takes less than <see cref="Evaluate"/>; else <see langword="null"/>.</summary>
    /// <param name="matrix">A, rows × columns, of any floating dtype.</param>
    /// <param name="name">The weight's name, for the error.</param>
    /// <param name="settings">Index and smoothing.</param>
    public double? EvaluateValue(Tensor matrix, string name, PenaltySettings settings)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var scaled = ScaledMatrix.Of(matrix, name);
        if (scaled.Scale == 0) return 0;
        var value = ValueWide(scaled.Matrix.shape[0] > scaled.Matrix.shape[1] ? scaled.Matrix.t() : scaled.Matrix, settings);
        return value * Math.Pow(scaled.Scale, Degree(settings.P));
    }

    /// <summary>Takes over what the last evaluation found for the next: until then evaluations repeat each other.</summary>
    public virtual void Commit()
    {
    }

    /// <summary>The evaluator of a method.</summary>
    /// <param name="method">Any method but <see cref="PenaltyMethod.Auto"/>.</param>
    /// <param name="name">The weight's name, for the error.</param>
    public static PenaltyEvaluator Of(PenaltyMethod method, string name) => method switch
    {
        PenaltyMethod.Exact => new ExactPenalty(),
        PenaltyMethod.Subspace => new SubspacePenalty(),
        PenaltyMethod.NewtonSchulz => new NewtonSchulzPenalty(),
        PenaltyMethod.Frobenius => new FrobeniusPenalty(),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, $"'{name}' names no method of {nameof(PenaltyMethod)}."),
    };

    /// <summary>φ of such a matrix as <see cref="EvaluateWide"/> is given, or <see langword="null"/> where it takes no less than that.</summary>
    protected virtual double? ValueWide(Tensor matrix, PenaltySettings settings) => null;

    /// <summary>φ and ∇φ of a finite, nonzero matrix with no more rows than columns, in its computing dtype.</summary>
    protected abstract PenaltyEvaluation EvaluateWide(Tensor matrix, PenaltySettings settings);

    /// <summary>Random numbers of a generator of its own, so that those of the user's training stay what they were.</summary>
    protected static Tensor Noise(Tensor like, long rows, long columns)
    {
        using var generator = new Generator(1);
        return randn(rows, columns, ScalarType.Float32, generator: generator).to(like.dtype, like.device);
    }
}
