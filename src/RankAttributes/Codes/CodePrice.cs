using RankAttributes.Bounds.Codes;

namespace RankAttributes.Codes;

/// <summary>What a bit costs in the loss: the bound's exchange rate between bits and errors, and what an error costs in the loss.</summary>
internal sealed class CodePrice(long samples, double delta)
{
    private const double ChargedFrom = 0.1, ChargedFullyAfter = 0.3, LeastCharge = 0.02;
    private const double ErrorsFrom = 0.2, ErrorsFullyAfter = 0.4, LargestErrorWeight = 0.6;

    // What a bit costs and what an error costs, where a network that has learned nothing yet would make either as dear as it likes.
    private const double MostErrorsPerBit = 1.5, MostLossPerError = 5;
    private const double LargestBound = 0.5;
    private const double Memory = 0.99;

    private double error = 0.5;
    private double loss = 1;
    private bool isObserved;

    /// <summary>q of the loss (1 − p^q)/q.</summary>
    public double ErrorWeight(double progress) => LargestErrorWeight * Math.Clamp((progress - ErrorsFrom) / ErrorsFullyAfter, 0, 1);

    public void Observe(double batchLoss, double batchError)
    {
        if (!double.IsFinite(batchLoss)) return;
        error = isObserved ? (Memory * error) + ((1 - Memory) * batchError) : batchError;
        loss = isObserved ? (Memory * loss) + ((1 - Memory) * batchLoss) : batchLoss;
        isObserved = true;
    }

    /// <summary>λ(progress), in units of the loss per bit.</summary>
    public double PerBit(double progress, double bits)
    {
        var observed = Math.Clamp(error, 1.0 / samples, 1 - (1.0 / samples));
        var bound = Math.Clamp(CodeBound.Chernoff((long)(observed * samples), samples, bits, delta), observed, Math.Max(LargestBound, observed));
        var charged = Math.Clamp((progress - ChargedFrom) / ChargedFullyAfter, LeastCharge, 1);
        var errors = Math.Min(CodeBound.PriceOfBit(observed, bound), MostErrorsPerBit);
        return charged * errors / samples * Math.Min(loss / observed, MostLossPerError);
    }
}
