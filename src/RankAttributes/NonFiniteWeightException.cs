namespace RankAttributes;

/// <summary>A weight holds NaN or infinity, so that it has no singular values.</summary>
/// <param name="weightName">The weight's registered name.</param>
public sealed class NonFiniteWeightException(string weightName) : ArithmeticException(
    $"The weight '{weightName}' holds NaN or infinity, so its singular values do not exist. "
    + "Training has diverged before this step: lower the learning rate, clip gradients, or restore an earlier checkpoint.")
{
    /// <summary>The weight's registered name: <c>fc1.weight</c>.</summary>
    public string WeightName { get; } = weightName;
}
