namespace RankAttributes.Codes;

/// <summary>The goal of training for a small model: the shortest description that is accurate enough, instead of the lowest bound.</summary>
/// <param name="Evaluate">Evaluates the model as it is: the higher the better, such as the accuracy on validation data in [0, 1].</param>
/// <param name="Least">The least value the decoded model's evaluation may have, for example half a point below that of the dense model.</param>
public sealed record AccuracyTarget(Func<double> Evaluate, double Least);

/// <summary>One look at a network on the way to an <see cref="AccuracyTarget"/>.</summary>
/// <param name="Accuracy">The evaluation of the encoded and decoded model.</param>
/// <param name="Bits">The length of its description.</param>
/// <param name="IsWithinTarget">Whether it is accurate enough.</param>
public sealed record AccuracyCheck(double Accuracy, double Bits, bool IsWithinTarget);
