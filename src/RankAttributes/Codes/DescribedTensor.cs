namespace RankAttributes.Codes;

/// <summary>The contribution of one parameter to a description.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Weights">How many weights it has.</param>
/// <param name="NonZero">How many of its integers are not zero; of a posterior, how many weights are known better than the prior knows them.</param>
/// <param name="Bits">The bits of its weights.</param>
public sealed record DescribedTensor(string Name, int Weights, int NonZero, double Bits);

/// <summary>The contribution of one component of two matrices in a row to a description.</summary>
/// <param name="First">The parameter that the inputs enter.</param>
/// <param name="Last">The parameter from which the outputs come.</param>
/// <param name="Index">Which component, in the order of the file.</param>
/// <param name="Bits">Its bits.</param>
public sealed record DescribedComponent(string First, string Last, int Index, double Bits);
