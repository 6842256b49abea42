using RankAttributes.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes;

/// <summary>
/// The smoothed Schatten-p penalty of a model: φ(A) = Σᵢ (σᵢ² + ε²)^(p/2) with ∇φ = p·A(AᵀA + ε²I)^(p/2−1), ε relative to the
/// spectral norm and constant under differentiation (no decomposition is ever differentiated).
/// </summary>
/// <remarks>
/// One object serves one model and remembers, per weight, what its method carries from step to step; it is not for several threads
/// at once. Where gradients are off (<c>torch.no_grad()</c>) the loss is the exact value and nothing is remembered.
/// </remarks>
public sealed class SchattenPenalty
{
    private readonly Dictionary<string, PenaltyTerm> terms = [];
    private long step;

    /// <summary>
    /// Σ λ·φ(A) over the model's weights, differentiable, a scalar of the widest weight's dtype (at least float32) on the first
    /// weight's device.
    /// </summary>
    /// <param name="model">The model whose weights are penalized.</param>
    /// <exception cref="NonFiniteWeightException">A weight holds NaN or infinity.</exception>
    public Tensor Loss(IRankRegularized model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        var weights = model.GetRegularizedWeights();
        Tensor? total = null;
        for (var index = 0; index < weights.Count; index++)
        {
            var term = is_grad_enabled() ? TermOf(weights[index], index).At(step, weights[index]) : Exactly(weights[index]);
            total = total is null ? term : total + term.to(total.device);
        }

        if (is_grad_enabled())
        {
            step++;
            if (total is { requires_grad: false } && Smallest(weights) is { } smallest) total += DifferentiableTerm.Zero(smallest);
        }

        return (total ?? zeros([])).MoveToOuterDisposeScope();
    }

    /// <summary>How each weight's penalty was last computed, and how old that is; empty before the first loss.</summary>
    public IReadOnlyList<PenaltyStatus> Status
        => [.. terms.Select(term => term.Value.Status(term.Key, Math.Max(0, step - 1)))];

    private static Tensor? Smallest(IReadOnlyList<RegularizedWeight> weights)
        => weights.Select(weight => weight.Weight).Where(weight => weight.requires_grad).MinBy(weight => weight.numel());

    private PenaltyTerm TermOf(RegularizedWeight weight, int index)
    {
        if (terms.TryGetValue(weight.Name, out var term) && term.Serves(weight)) return term;
        return terms[weight.Name] = new PenaltyTerm(weight, index);
    }

    private static Tensor Exactly(RegularizedWeight weight)
    {
        var matrix = weight.AsMatrix();
        return DifferentiableTerm.Of(matrix, new ExactPenalty().Evaluate(matrix, weight.Name, weight.Settings), weight.Strength, 1);
    }
}
