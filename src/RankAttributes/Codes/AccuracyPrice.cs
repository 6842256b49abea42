namespace RankAttributes.Codes;

/// <summary>
/// A price that rises while the accuracy holds and falls while it does not: the multiplier of the least length at which the accuracy is kept.
/// </summary>
internal sealed class AccuracyPrice : CodePrice
{
    // All bits together cost this share of the loss at first.
    private const double FirstShare = 0.3;
    private const double Rise = 1.6, Fall = 2;

    private double? perBit;

    public override double ErrorWeight(double progress) => 0;

    /// <summary>Takes notice of a check. Before bits are charged fully the price is not to blame for what is lost.</summary>
    public void Adjust(bool isKept, double progress)
    {
        if (progress >= ChargedFully && perBit is { } price) perBit = isKept ? price * Rise : price / Fall;
    }

    protected override double Full(double bits) => perBit ??= FirstShare * Loss / Math.Max(bits, 1);
}
