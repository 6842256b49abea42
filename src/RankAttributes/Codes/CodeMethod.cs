namespace RankAttributes.Codes;

/// <summary>As what a network is trained to be written down.</summary>
public enum CodeMethod
{
    /// <summary>
    /// Integers, which are the file. Noise of the size of a rounding first, rounding itself at the end; its price is that of the reference code. One
    /// network, no randomness in the statement.
    /// </summary>
    Integers,

    /// <summary>
    /// A normal distribution with a mean and a deviation for every weight, from which one network is drawn after training. Shorter than integers, because
    /// a weight that does not matter costs nothing; the statement then holds over samples and draw.
    /// </summary>
    Posterior,
}
