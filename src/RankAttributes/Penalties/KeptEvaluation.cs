using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>φ and ∇φ at the weights of one step, and what tells at a later step how far the weight has moved since.</summary>
/// <remarks>
/// φ is concave in AAᵀ, so that φ(A + E) is at most φ(A) + ⟨∇φ(A), E⟩ + ½⟨W, EEᵀ⟩, and in a training it is at least the tangent. The value
/// predicted is in the middle. ⟨W, EEᵀ⟩ is tr(W)/q·‖E‖_F² for a random E. Both ⟨∇φ(A), E⟩ and ‖E‖_F² are estimated from a sample of the entries.
/// </remarks>
internal sealed class KeptEvaluation : IDisposable
{
    private readonly SampledEntries? sample;
    private readonly Tensor? gradients;

    /// <param name="matrix">The weight, rows × columns.</param>
    /// <param name="evaluation">Its penalty.</param>
    /// <param name="predicts">Whether values at other weights will be predicted from it.</param>
    public KeptEvaluation(Tensor matrix, PenaltyEvaluation evaluation, bool predicts)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        Evaluation = evaluation with { Gradient = evaluation.Gradient.DetachFromDisposeScope() };
        InnerProduct = Inner(matrix).ToDouble();
        if (!predicts) return;
        sample = new SampledEntries(matrix.numel());
        (Entries, gradients) = (Sampled(matrix).clone().DetachFromDisposeScope(), Sampled(evaluation.Gradient).clone().DetachFromDisposeScope());
    }

    /// <summary>Restores one that was stored.</summary>
    /// <param name="evaluation">Value and gradient at A₀; the object takes the gradient over.</param>
    /// <param name="entries">The sampled entries of A₀, taken over.</param>
    /// <param name="inner">⟨∇φ(A₀), A₀⟩.</param>
    public KeptEvaluation(PenaltyEvaluation evaluation, Tensor entries, double inner)
    {
        (Evaluation, Entries, InnerProduct) = (evaluation, entries, inner);
        sample = new SampledEntries(evaluation.Gradient.numel());
        gradients = Sampled(evaluation.Gradient).clone().DetachFromDisposeScope();
    }

    public PenaltyEvaluation Evaluation { get; }

    /// <summary>The sampled entries of A₀, blocks × entries of a block, or <see langword="null"/> where nothing is predicted.</summary>
    public Tensor? Entries { get; }

    /// <summary>⟨∇φ(A₀), A₀⟩ in the computing dtype.</summary>
    public double InnerProduct { get; }

    /// <summary>⟨∇φ(A₀), A⟩ over all entries, with zeros beside it: tells whether A is still A₀. On the weight's device.</summary>
    public Tensor Identify(Tensor matrix)
    {
        using var gradientFree = no_grad();
        var product = Inner(matrix);
        return stack([product, zeros_like(product), zeros_like(product)]);
    }

    /// <summary>
    /// ⟨∇φ(A₀), A − A₀⟩ and ‖A − A₀‖_F² per sampled block, and the variance of the former over the blocks; three scalars on the weight's device.
    /// </summary>
    public Tensor Measure(Tensor matrix)
    {
        using var gradientFree = no_grad();
        var moved = Sampled(matrix).sub(Entries!);
        var products = moved.mul(gradients!).sum(1);

        // A number that is not finite, wherever it is, makes the product one too.
        var nothing = matrix.detach().sum(Evaluation.Gradient.dtype) * 0;
        return stack([products.mean() + nothing, moved.square().sum() / products.numel(), products.var(unbiased: false)]);
    }

    /// <summary>The value at the weight that <see cref="Measure"/> was given, and how far from it the true one may be.</summary>
    public (double Value, double Error) Predict(double product, double square, double variance)
    {
        var (blocks, all) = (sample!.Blocks, sample.AllBlocks);
        var curvature = Evaluation.MeanWeight * square * all / 4;

        // Twice the standard error of a sum over the blocks that is estimated from some of them.
        var sampling = 2 * all * Math.Sqrt(variance * Math.Max(0, 1 - (blocks / all)) / blocks);
        return (Evaluation.Value + (product * all) + curvature, curvature + sampling);
    }

    /// <summary>Whether the weight is the one of the evaluation, to the last bit of an inner product.</summary>
    public bool IsAt(double inner) => inner == InnerProduct;

    public void Dispose()
    {
        Evaluation.Gradient.Dispose();
        Entries?.Dispose();
        gradients?.Dispose();
    }

    private Tensor Inner(Tensor matrix) => matrix.detach().to_type(Evaluation.Gradient.dtype).reshape(-1).dot(Evaluation.Gradient.reshape(-1));

    private Tensor Sampled(Tensor matrix) => sample!.Of(matrix.detach()).to_type(Evaluation.Gradient.dtype);
}
