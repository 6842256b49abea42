namespace RankAttributes;

/// <summary>No trial of a compression kept all limits. The model is as it was before.</summary>
public sealed class CompressionLimitException : InvalidOperationException
{
    internal CompressionLimitException(string message, CompressionResult? best)
        : base(message) => Best = best;

    /// <summary>The trial that came nearest, which is what could be reached; <see langword="null"/> where there was nothing to try.</summary>
    public CompressionResult? Best { get; }
}
