namespace RankAttributes.Codes;

/// <summary>What one parameter adds to a description.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Weights">How many weights it has.</param>
/// <param name="NonZero">How many of its integers are not zero; of a posterior, how many weights are known better than the prior knows them.</param>
/// <param name="Bits">The bits of its weights.</param>
public sealed record DescribedTensor(string Name, int Weights, int NonZero, double Bits);
