namespace RankAttributes.Codes;

/// <summary>The cost of a bit and of an error in the loss, given the state of the training.</summary>
internal abstract class CodePrice
{
    /// <summary>The share of the training from which on bits are charged fully.</summary>
    protected const double ChargedFully = 0.4;

    private const double ChargedFrom = 0.1, LeastCharge = 0.02;
    private const double Memory = 0.99;

    private bool isObserved;

    /// <summary>The share of errors in the last batches.</summary>
    protected double Error { get; private set; } = 0.5;

    /// <summary>The loss of the last batches.</summary>
    protected double Loss { get; private set; } = 1;

    /// <summary>q of the loss (1 − p^q)/q; at 0 it is the cross-entropy.</summary>
    public abstract double ErrorWeight(double progress);

    public void Observe(double batchLoss, double batchError)
    {
        if (!double.IsFinite(batchLoss)) return;
        Error = isObserved ? (Memory * Error) + ((1 - Memory) * batchError) : batchError;
        Loss = isObserved ? (Memory * Loss) + ((1 - Memory) * batchLoss) : batchLoss;
        isObserved = true;
    }

    /// <summary>λ(progress), in units of the loss per bit.</summary>
    public double PerBit(double progress, double bits) => Math.Clamp((progress - ChargedFrom) / (ChargedFully - ChargedFrom), LeastCharge, 1) * Full(bits);

    /// <summary>λ where bits are charged fully.</summary>
    protected abstract double Full(double bits);
}
