namespace RankAttributes.Bounds.Codes;

/// <summary>
/// A bound on the error of a network on new data by the length of its description: with probability at least 1 − δ over N independent
/// samples, for every network that a code fixed beforehand can write down, at once.
/// </summary>
/// <remarks>The statements and their proofs are in docs/theory.md. The loss is the 0/1 error; nothing is assumed of the architecture.</remarks>
public static class CodeBound
{
    private static readonly double Ln2 = Math.Log(2);

    /// <summary>
    /// ē(k, N, δ·2^(−K)): the largest error e at which k errors or fewer on N samples still have probability δ·2^(−K). Never looser
    /// than <see cref="Chernoff"/>.
    /// </summary>
    /// <param name="errors">k, in [0, N].</param>
    /// <param name="samples">N ≥ 1.</param>
    /// <param name="bits">K ≥ 0, the description length; it need not be an integer.</param>
    /// <param name="delta">δ in (0, 1).</param>
    /// <returns>A bound on the probability of an error on new data, in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Tail(long errors, long samples, double bits, double delta)
    {
        Guard.Counted(errors, samples);
        return BinomialTail.Invert(errors, samples, Math.Log(Guard.Probability(delta, nameof(delta))) - (Guard.NotNegative(bits, nameof(bits)) * Ln2));
    }

    /// <summary>The largest e with kl(k/N‖e) ≤ (K·ln 2 + ln(1/δ))/N: Chernoff's form of <see cref="Tail"/>.</summary>
    /// <inheritdoc cref="Tail"/>
    public static double Chernoff(long errors, long samples, double bits, double delta)
    {
        Guard.Counted(errors, samples);
        var nats = (Guard.NotNegative(bits, nameof(bits)) * Ln2) - Math.Log(Guard.Probability(delta, nameof(delta)));
        return RelativeEntropy.Invert((double)errors / samples, nats / samples);
    }

    /// <summary>
    /// The largest e with kl(k/N‖e) ≤ (D + ln(2√N/δ))/N, for one network drawn once from a posterior chosen after training. With D the
    /// logarithm of the ratio of posterior to prior at that network it holds with probability 1 − δ over samples and draw.
    /// </summary>
    /// <param name="errors">k, in [0, N].</param>
    /// <param name="samples">N ≥ 1.</param>
    /// <param name="nats">
    /// D in nats, ln(dQ/dP) of the drawn network; add ln m where it is the best of m draws, and the header. It may be negative.
    /// </param>
    /// <param name="delta">δ in (0, 1).</param>
    /// <returns>A bound on the probability of an error on new data, in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Posterior(long errors, long samples, double nats, double delta)
    {
        Guard.Counted(errors, samples);
        Guard.Finite(nats, nameof(nats));
        var allowed = nats + Math.Log(2 * Math.Sqrt(samples) / Guard.Probability(delta, nameof(delta)));
        return RelativeEntropy.Invert((double)errors / samples, Math.Max(0, allowed) / samples);
    }

    /// <summary>The form for posteriors applied to a code of K bits; looser than <see cref="Tail"/>, for comparison with the literature.</summary>
    /// <inheritdoc cref="Tail"/>
    public static double PacBayesKl(long errors, long samples, double bits, double delta)
        => Posterior(errors, samples, Guard.NotNegative(bits, nameof(bits)) * Ln2, delta);

    /// <summary>Clopper and Pearson's upper limit from samples that were used for nothing else, neither training nor selection.</summary>
    /// <param name="errors">k₀, in [0, N₀].</param>
    /// <param name="samples">N₀ ≥ 1.</param>
    /// <param name="delta">δ in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double HeldOut(long errors, long samples, double delta) => Tail(errors, samples, 0, delta);

    /// <summary>
    /// How many training errors one bit is worth: the exact exchange rate between length and error, ln 2 / ln(e(1−ê)/(ê(1−e))). 0 where
    /// there are no errors to give, infinite where the bound is the training error.
    /// </summary>
    /// <param name="trainError">ê in [0, 1].</param>
    /// <param name="bound">e in [ê, 1].</param>
    public static double PriceOfBit(double trainError, double bound)
    {
        Guard.Share(trainError, nameof(trainError));
        Guard.Share(bound, nameof(bound));
        if (trainError == 0 || bound == 1) return 0;
        return bound <= trainError ? double.PositiveInfinity : Ln2 / Math.Log(bound * (1 - trainError) / (trainError * (1 - bound)));
    }

    /// <summary>The number of samples at which a code of K bits has a gap of g: K·ln 2 / kl(ê‖ê + g).</summary>
    /// <param name="bits">K ≥ 0.</param>
    /// <param name="trainError">ê in [0, 1).</param>
    /// <param name="gap">g &gt; 0, with ê + g &lt; 1.</param>
    public static double SampleComplexity(double bits, double trainError, double gap)
    {
        Guard.NotNegative(bits, nameof(bits));
        Guard.Share(trainError, nameof(trainError));
        Guard.Probability(trainError + Guard.Positive(gap, nameof(gap)), nameof(gap));
        return bits * Ln2 / RelativeEntropy.Of(trainError, trainError + gap);
    }

    /// <summary>
    /// The most bits with which k errors on N samples still certify an error of at most <paramref name="target"/>; negative where no bit does.
    /// </summary>
    /// <param name="errors">k, in [0, N).</param>
    /// <param name="samples">N ≥ 1.</param>
    /// <param name="target">The error to certify, in (0, 1).</param>
    /// <param name="delta">δ in (0, 1).</param>
    public static double BitsAllowed(long errors, long samples, double target, double delta)
    {
        Guard.Counted(errors, samples);
        var tail = BinomialTail.LogLower(errors, samples, Guard.Probability(target, nameof(target)));
        return (Math.Log(Guard.Probability(delta, nameof(delta))) - tail) / Ln2;
    }
}
