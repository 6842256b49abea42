namespace RankAttributes.Build.Report;

/// <summary>Whether the dataset is large enough for what a model's shape asks.</summary>
internal enum Verdict
{
    /// <summary>N̂ ≤ N.</summary>
    Fits,

    /// <summary>N̂ &gt; N.</summary>
    TooFewSamples,

    /// <summary>N is not declared.</summary>
    DatasetSizeUnknown,

    /// <summary>No layer could be read, or what is declared cannot be used, so nothing is predicted.</summary>
    NotPredicted,
}
