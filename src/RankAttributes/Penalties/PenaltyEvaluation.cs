using TorchSharp;

namespace RankAttributes.Penalties;

/// <summary>The value φ(A) and the gradient ∇φ(A) of one weight matrix.</summary>
/// <param name="Value">φ(A), in double precision whatever the weight's dtype.</param>
/// <param name="Gradient">∇φ(A), of the matrix's shape, on its device, in its computing dtype.</param>
/// <param name="MeanWeight">
/// tr(W)/q of the weights W = p(AAᵀ + ε²I)^(p/2−1): a random change E adds ½·tr(W)/q·‖E‖_F² to the tangent at most. Infinite where it is not known.
/// </param>
internal readonly record struct PenaltyEvaluation(double Value, torch.Tensor Gradient, double MeanWeight = double.PositiveInfinity);
