namespace RankAttributes;

/// <summary>How the penalty of one weight was last computed.</summary>
/// <param name="Name">The weight's name: <c>fc1.weight</c>.</param>
/// <param name="Method">The method in use, never <see cref="PenaltyMethod.Auto"/>.</param>
/// <param name="Interval">The gradient is computed every so many steps, and multiplied by as many.</param>
/// <param name="Age">Steps since it was computed; less than <paramref name="Interval"/>.</param>
/// <param name="Value">φ(A) in the last loss, without the strength λ.</param>
/// <param name="Rank">
/// How many singular directions are followed one by one; min(rows, columns) where the method knows the whole spectrum.
/// </param>
/// <param name="Tail">
/// The share of ‖A‖_F² outside of those directions, in [0, 1], whose singular values are taken as equal; 0 where there are none.
/// </param>
public sealed record PenaltyStatus(string Name, PenaltyMethod Method, int Interval, long Age, double Value, long Rank, double Tail);
