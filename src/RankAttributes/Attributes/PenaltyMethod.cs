namespace RankAttributes;

/// <summary>How a Schatten penalty and its gradient are computed.</summary>
public enum PenaltyMethod
{
    /// <summary>The fastest method that stays within the documented error, chosen by device, size and p.</summary>
    Auto,

    /// <summary>The closed-form gradient from a fresh decomposition of the smaller Gram matrix, at every step.</summary>
    Exact,
}
