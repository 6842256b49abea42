using RankAttributes.Bounds.Codes;

namespace RankAttributes.Codes;

/// <summary>The bound's own exchange rate between bits and errors.</summary>
internal sealed class BoundPrice(long samples, double delta) : CodePrice
{
    private const double ErrorsFrom = 0.2, ErrorsFullyAfter = 0.4, LargestErrorWeight = 0.6;

    // What a bit costs and what an error costs, where a network that has learned nothing yet would make either as dear as it likes.
    private const double MostErrorsPerBit = 1.5, MostLossPerError = 5;
    private const double LargestBound = 0.5;

    public override double ErrorWeight(double progress) => LargestErrorWeight * Math.Clamp((progress - ErrorsFrom) / ErrorsFullyAfter, 0, 1);

    protected override double Full(double bits)
    {
        var observed = Math.Clamp(Error, 1.0 / samples, 1 - (1.0 / samples));
        var bound = Math.Clamp(CodeBound.Chernoff((long)(observed * samples), samples, bits, delta), observed, Math.Max(LargestBound, observed));
        var errors = Math.Min(CodeBound.PriceOfBit(observed, bound), MostErrorsPerBit);
        return errors / samples * Math.Min(Loss / observed, MostLossPerError);
    }
}
