namespace RankAttributes.Declarations;

/// <summary>What the attributes say about one weight matrix, after the member's values replaced the class's.</summary>
internal sealed record LayerSettings(
    double P,
    double Strength,
    int Rank,
    double SpectralNorm,
    double Smoothing,
    int Method)
{
    /// <summary>0 means that no budget is declared, as in the attribute.</summary>
    public bool DeclaresRank => Rank > 0;
}
