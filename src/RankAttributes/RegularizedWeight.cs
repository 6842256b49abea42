using TorchSharp;

namespace RankAttributes;

/// <summary>One live weight of a model and how it is regularized.</summary>
/// <param name="Name">The parameter's name as TorchSharp registers it, dotted through submodules: <c>fc1.weight</c>.</param>
/// <param name="Weight">
/// The live tensor, of two or more dimensions. Do not keep it: <c>Module.to</c> replaces and disposes a model's parameters.
/// </param>
/// <param name="Settings">Index, strength, budget, smoothing and method.</param>
public sealed record RegularizedWeight(string Name, torch.Tensor Weight, PenaltySettings Settings)
{
    /// <summary>The Schatten index p, in (0, 2].</summary>
    public double P => Settings.P;

    /// <summary>The factor λ ≥ 0 of this weight's penalty in the loss.</summary>
    public double Strength => Settings.Strength;

    /// <summary>The declared rank budget, or <see langword="null"/> where none is declared.</summary>
    public int? Rank => Settings.Rank;

    /// <summary>
    /// The weight as a matrix of <c>rows × columns</c>; a convolution becomes <c>out × (in/groups · kernel area)</c>, a weight of
    /// two dimensions is returned as it is. A view: it shares the weight's memory and gradient.
    /// </summary>
    public torch.Tensor AsMatrix() => Weight.dim() <= 2 ? Weight : Weight.flatten(1);
}
