using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>One weight's part of a loss.</summary>
/// <param name="Weight">The live weight.</param>
/// <param name="Evaluation">φ and ∇φ.</param>
/// <param name="Steps">How many steps the gradient stands for; 0 for a value alone.</param>
internal readonly record struct WeightedEvaluation(RegularizedWeight Weight, PenaltyEvaluation Evaluation, int Steps)
{
    /// <summary>Σλφ with the gradients kλ∇φ, a scalar of the widest computing dtype on the first weight's device.</summary>
    /// <exception cref="UnrepresentablePenaltyException">The sum is beyond the dtype's largest number.</exception>
    public static Tensor Sum(IReadOnlyList<WeightedEvaluation> parts)
    {
        var first = parts[0].Weight.Weight;
        var dtype = parts.Select(part => ScaledMatrix.ComputingType(part.Weight.Weight.dtype)).Max();
        var value = 0.0;
        foreach (var part in parts)
        {
            value += part.Evaluation.Value * part.Weight.Strength;
            if (!(value <= (dtype == ScalarType.Float64 ? double.MaxValue : float.MaxValue)))
                throw new UnrepresentablePenaltyException(part.Weight.Name, part.Evaluation.Value * part.Weight.Strength);
        }

        var total = tensor(value, dtype, first.device);
        foreach (var part in parts.Where(part => part.Steps > 0 && part.Weight.Weight.requires_grad))
            total += DifferentiableTerm.Of(part.Weight.AsMatrix(), part.Evaluation, part.Steps * part.Weight.Strength).to(total.device);
        return total.requires_grad || Smallest(parts) is not { } smallest || !is_grad_enabled() ? total : total
            + DifferentiableTerm.Zero(smallest).to(total.device);
    }

    private static Tensor? Smallest(IReadOnlyList<WeightedEvaluation> parts)
        => parts.Select(part => part.Weight.Weight).Where(weight => weight.requires_grad && weight.numel() > 0).MinBy(weight => weight.numel());
}
