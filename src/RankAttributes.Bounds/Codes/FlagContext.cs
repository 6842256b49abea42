namespace RankAttributes.Bounds.Codes;

/// <summary>The counts of one context of flags; doubled, so that Krichevsky and Trofimov's halves are integers.</summary>
internal struct FlagContext
{
    private ulong zeros;
    private ulong ones;

    public readonly ulong ZeroWeight => (2 * zeros) + 1;

    public readonly ulong Weight => 2 * (zeros + ones + 1);

    public void Count(bool flag)
    {
        if (flag) ones++;
        else zeros++;
    }
}
