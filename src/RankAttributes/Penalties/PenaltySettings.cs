namespace RankAttributes;

/// <summary>What the attributes declare for one weight matrix, after the member's values replaced the class's.</summary>
/// <param name="P">The Schatten index p, in (0, 2].</param>
/// <param name="Strength">The factor λ ≥ 0 of the penalty in the loss.</param>
/// <param name="Rank">The declared rank budget, or <see langword="null"/> where none is declared.</param>
/// <param name="Smoothing">The smoothing ε &gt; 0, relative to the spectral norm.</param>
/// <param name="Method">How the penalty is computed.</param>
public sealed record PenaltySettings(
    double P,
    double Strength = SchattenRegularizeAttribute.DefaultStrength,
    int? Rank = null,
    double Smoothing = SchattenRegularizeAttribute.DefaultSmoothing,
    PenaltyMethod Method = PenaltyMethod.Auto);
