namespace RankAttributes;

/// <summary>The rank of one weight after a step that sets singular values to zero.</summary>
/// <param name="Name">The weight's registered name: <c>fc1.weight</c>.</param>
/// <param name="Rank">Singular values that are not zero.</param>
/// <param name="FullRank">min(rows, columns).</param>
public sealed record WeightRank(string Name, int Rank, int FullRank);
