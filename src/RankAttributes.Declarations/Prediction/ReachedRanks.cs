namespace RankAttributes.Declarations;

/// <summary>The ranks that a training reached, as its record has them.</summary>
/// <param name="Record">The record's file, as a reader knows it.</param>
/// <param name="Step">The training step of the record's last snapshot.</param>
/// <param name="Epoch">The epoch, where the training gave one.</param>
/// <param name="Ranks">The effective rank at the declared p of each layer, by the layer's name.</param>
internal sealed record ReachedRanks(string Record, long Step, long? Epoch, IReadOnlyDictionary<string, double> Ranks)
{
    // A budget is kept up to the half that rounding takes.
    private const double Rounding = 0.5;

    /// <summary>Whether a measured rank is above a budget.</summary>
    public static bool Exceeds(double rank, long budget) => rank > budget + Rounding;

    /// <summary>A measured rank as a budget that it keeps.</summary>
    public static int Whole(double rank) => (int)Math.Min(int.MaxValue, Math.Max(1, Math.Ceiling(rank - Rounding)));
}
