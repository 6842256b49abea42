using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>A scalar of value zero with a known gradient, for autograd to carry.</summary>
/// <remarks>
/// The inner product ⟨A, G⟩ has the gradient G; its own value is taken off again. Every operation is LibTorch's own, so
/// the backward pass runs no managed code: an exception thrown there would end the process, and a device's backward thread has
/// no dispose scope to free what managed code allocates.
/// </remarks>
internal static class DifferentiableTerm
{
    /// <summary>Inner products above this may overflow float32, and infinity less infinity is not zero.</summary>
    private const double LargestInnerProduct = 1e30;

    /// <summary>Zero, with the gradient kλ∇φ with respect to <paramref name="matrix"/>.</summary>
    /// <param name="matrix">The live weight matrix, of any strides; half precisions are widened, their gradients narrowed.</param>
    /// <param name="evaluation">φ and ∇φ at the matrix.</param>
    /// <param name="factor">The factor kλ.</param>
    public static Tensor Of(Tensor matrix, PenaltyEvaluation evaluation, double factor)
    {
        var live = matrix.to_type(evaluation.Gradient.dtype).reshape(-1);
        if (evaluation.Value * Math.Max(1, factor) > LargestInnerProduct) live -= live.detach();
        var inner = live.dot(evaluation.Gradient.reshape(-1)) * factor;
        return inner - inner.detach();
    }

    /// <summary>Zero, with a zero gradient: lets a loss be differentiated at a step that computes no term of it.</summary>
    /// <param name="weight">A live weight.</param>
    public static Tensor Zero(Tensor weight) => weight.reshape(-1).narrow(0, 0, 1).sum().to_type(ScaledMatrix.ComputingType(weight.dtype)) * 0;
}
