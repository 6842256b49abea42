namespace RankAttributes;

/// <summary>What became of one linear layer of a model that was factorized.</summary>
/// <param name="Name">The layer's registered name: <c>fc1</c>.</param>
/// <param name="Rank">The rank r of its weight.</param>
/// <param name="Outputs">Rows of its weight.</param>
/// <param name="Inputs">Columns of its weight.</param>
/// <param name="IsReplaced">Whether two layers now stand for it.</param>
/// <param name="Reason">Why it was not replaced; empty where it was.</param>
public sealed record FactorizedLayer(string Name, int Rank, long Outputs, long Inputs, bool IsReplaced, string Reason)
{
    /// <summary>Weights before, without the bias.</summary>
    public long WeightsBefore => Outputs * Inputs;

    /// <summary>Weights now, without the bias.</summary>
    public long WeightsAfter => IsReplaced ? Rank * (Outputs + Inputs) : WeightsBefore;
}
