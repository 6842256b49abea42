namespace RankAttributes.Codes;

/// <summary>How long single integers are tried after training, and what is said meanwhile.</summary>
public sealed record CodeSearchOptions
{
    /// <summary>The most sweeps over the integers of the last linear layer; 4 by default, 0 for none.</summary>
    public int Sweeps { get; init; } = 4;

    /// <summary>How long integers of all other layers are tried, each with a pass over samples; none by default.</summary>
    public TimeSpan WholeNetwork { get; init; }

    /// <summary>Receives every step forward.</summary>
    public IProgress<CodeSearchProgress>? Progress { get; init; }
}

/// <summary>Where a search is.</summary>
/// <param name="ErrorBound">The bound now.</param>
/// <param name="Errors">Errors on the training samples now.</param>
/// <param name="Bits">The description length now.</param>
/// <param name="Changes">How many integers were changed so far.</param>
public sealed record CodeSearchProgress(double ErrorBound, long Errors, double Bits, int Changes);
