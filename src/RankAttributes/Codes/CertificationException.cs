namespace RankAttributes.Codes;

/// <summary>Something in a model is not reached by its description, so that nothing can be certified. The message names it and says what to do.</summary>
public sealed class CertificationException : InvalidOperationException
{
    internal CertificationException(IReadOnlyList<string> obstacles)
        : base($"Nothing is certified: {string.Join("; ", obstacles)}.") => Obstacles = obstacles;

    /// <summary>The obstacles, one entry each.</summary>
    public IReadOnlyList<string> Obstacles { get; }
}
