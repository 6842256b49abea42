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
    /// <summary>A scalar tensor of value λφ and gradient kλ∇φ with respect to <paramref name="matrix"/>.</summary>
    /// <param name="matrix">The live weight matrix, of any strides; half precisions are widened, their gradients narrowed.</param>
    /// <param name="evaluation">φ and ∇φ at the matrix.</param>
    /// <param name="strength">The factor λ of value and gradient.</param>
    /// <param name="steps">The number k of steps that the gradient stands for.</param>
    public static Tensor Of(Tensor matrix, PenaltyEvaluation evaluation, double strength, long steps)
    {
        var inner = matrix.to_type(evaluation.Gradient.dtype).reshape(-1).dot(evaluation.Gradient.reshape(-1)) * (steps * strength);
        return inner + (evaluation.Value * strength - inner.detach());
    }

    /// <summary>Zero, with a zero gradient: lets a loss be differentiated at a step that computes no term of it.</summary>
    /// <param name="weight">A live weight.</param>
    public static Tensor Zero(Tensor weight) => weight.reshape(-1).narrow(0, 0, 1).sum().to_type(ScaledMatrix.ComputingType(weight.dtype)) * 0;
}
