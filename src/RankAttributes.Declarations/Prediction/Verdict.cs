namespace RankAttributes.Declarations;

/// <summary>How the estimate N̂ compares with the dataset size N.</summary>
internal enum Verdict
{
    /// <summary>N̂ ≤ N.</summary>
    Fits,

    /// <summary>N̂ &gt; N.</summary>
    TooFewSamples,

    /// <summary>N is not declared.</summary>
    DatasetSizeUnknown,

    /// <summary>No layer could be read, or a declared value is out of range.</summary>
    NotPredicted,
}
