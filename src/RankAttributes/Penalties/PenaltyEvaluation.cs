using TorchSharp;

namespace RankAttributes.Penalties;

/// <summary>The value φ(A) and the gradient ∇φ(A) of one weight matrix.</summary>
/// <param name="Value">φ(A), in double precision whatever the weight's dtype.</param>
/// <param name="Gradient">∇φ(A), of the matrix's shape, on its device, in its computing dtype.</param>
internal readonly record struct PenaltyEvaluation(double Value, torch.Tensor Gradient);
