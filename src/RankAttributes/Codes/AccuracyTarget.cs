namespace RankAttributes.Codes;

/// <summary>What a training for a small model is after: the shortest description that is accurate enough, in place of the lowest bound.</summary>
/// <param name="Evaluate">Evaluates the model as it is: the higher the better, such as the accuracy on validation data in [0, 1].</param>
/// <param name="Least">What the evaluation of the decoded model must be at least: that of the dense model less half a point, for example.</param>
public sealed record AccuracyTarget(Func<double> Evaluate, double Least);

/// <summary>One look at a network on the way to an <see cref="AccuracyTarget"/>.</summary>
/// <param name="Accuracy">What its evaluation gave, written down and decoded.</param>
/// <param name="Bits">The length of its description.</param>
/// <param name="IsWithinTarget">Whether it is accurate enough.</param>
public sealed record AccuracyCheck(double Accuracy, double Bits, bool IsWithinTarget);
