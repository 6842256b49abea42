using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>A scalar with a known value and a known gradient, for autograd to carry.</summary>
/// <remarks>
/// The inner product ⟨A, G⟩ has the gradient G; a constant beside it corrects the value. Every operation is LibTorch's own, so
/// the backward pass runs no managed code: an exception thrown there would end the process, and a device's backward thread has
/// no dispose scope to free what managed code allocates.
/// </remarks>
internal static class DifferentiableTerm
{
    /// <summary>A scalar tensor of value φ and gradient ∇φ with respect to <paramref name="matrix"/>, times a factor.</summary>
    /// <param name="matrix">The live weight matrix, of any strides; half precisions are widened, their gradients narrowed.</param>
    /// <param name="evaluation">φ and ∇φ at the matrix.</param>
    /// <param name="strength">The factor λ of value and gradient.</param>
    public static Tensor Of(Tensor matrix, PenaltyEvaluation evaluation, double strength)
    {
        var inner = matrix.to_type(evaluation.Gradient.dtype).reshape(-1).dot(evaluation.Gradient.reshape(-1));
        return (inner + (evaluation.Value - inner.detach())) * strength;
    }
}
