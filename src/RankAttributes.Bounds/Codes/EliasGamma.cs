namespace RankAttributes.Bounds.Codes;

/// <summary>Elias's γ code: every natural number has a codeword, and small ones a short one.</summary>
public static class EliasGamma
{
    /// <summary>2⌊log₂ n⌋ + 1 bits for n ≥ 1.</summary>
    /// <param name="n">At least 1.</param>
    public static int Length(long n) => (2 * Log2(Guard.AtLeastOne(n, nameof(n)))) + 1;

    /// <summary>The length of any integer j, as γ(2j + 1) for j ≥ 0 and γ(−2j) below.</summary>
    /// <param name="j">Between −2⁶⁰ and 2⁶⁰.</param>
    public static int SignedLength(long j) => Length(Natural(j));

    /// <summary>The natural number that stands for an integer: 1, 2, 3, 4, 5 … for 0, −1, 1, −2, 2 ….</summary>
    internal static long Natural(long j) => j >= 0 ? checked((2 * j) + 1) : checked(-2 * j);

    /// <summary>The integer that a natural number encodes.</summary>
    internal static long Integer(long n) => n % 2 == 1 ? n / 2 : -(n / 2);

    internal static int Log2(long n)
    {
        var log = 0;
        while ((n >>= 1) > 0) log++;
        return log;
    }
}
