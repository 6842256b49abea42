using RankAttributes.Declarations;

namespace RankAttributes;

/// <summary>A weight against its rank budget.</summary>
/// <param name="Name">The weight's name: <c>fc1.weight</c>.</param>
/// <param name="EffectiveRank">Σ(σᵢ/σ₁)^p at the weight's own p.</param>
/// <param name="Budget">The declared <see cref="SchattenRegularizeAttribute.Rank"/>.</param>
/// <param name="Strength">The strength λ of its penalty.</param>
public sealed record RankBudgetStatus(string Name, double EffectiveRank, int Budget, double Strength)
{
    /// <summary>Whether the rank is within the budget, up to the half that rounding takes.</summary>
    public bool IsWithin => !ReachedRanks.Exceeds(EffectiveRank, Budget);
}
