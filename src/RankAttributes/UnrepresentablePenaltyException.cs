namespace RankAttributes;

/// <summary>A finite weight is so large that its penalty is beyond the largest number of the loss's dtype.</summary>
/// <param name="weightName">The weight's registered name.</param>
/// <param name="value">The weight's term λ·φ(A), or what the sum of the terms has reached with it.</param>
public sealed class UnrepresentablePenaltyException(string weightName, double value) : ArithmeticException(FormattableString.Invariant(
    $"The penalty of '{weightName}' is {value:G3}, which the dtype of the loss cannot hold. Its entries are far larger than those of a trained weight: ")
    + "initialize it smaller, declare a smaller p or strength, or train in float64.")
{
    /// <summary>The weight's registered name: <c>fc1.weight</c>.</summary>
    public string WeightName { get; } = weightName;
}
