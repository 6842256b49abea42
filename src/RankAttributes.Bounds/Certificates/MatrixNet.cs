namespace RankAttributes.Bounds;

/// <summary>
/// The net of one layer's matrices: at rank k and radius η it has at most (1 + 4s/η)^(k(m+n)) elements, at full rank also at most
/// (1 + 2s/η)^(mn). Truncation to rank k costs τ(k) of the tolerance t, so η = t − τ(k). Everything is relative to s, in logarithms.
/// </summary>
internal sealed class MatrixNet
{
    private static readonly double LogFour = Math.Log(4);
    private static readonly double LogTwo = Math.Log(2);

    private const int LargestFullRank = 1 << 24;

    private readonly double outputs;
    private readonly double inputs;
    private readonly double logNorm;

    // ln(τ(k)/s) for k = 0..q, decreasing; negative infinity where the truncation is exact.
    private readonly double[] logTruncation;

    private MatrixNet(double outputs, double inputs, double spectralNorm, double[] logTruncation)
    {
        this.outputs = outputs;
        this.inputs = inputs;
        this.logTruncation = logTruncation;
        logNorm = Math.Log(spectralNorm);
    }

    private int FullRank => logTruncation.Length - 1;

    /// <summary>The class of matrices that a constraint describes: τ(k) = s·min(1, (r/(k+1))^(1/p)), or for a hard rank 0 from r on.</summary>
    public static MatrixNet Of(LayerConstraint layer)
    {
        var fullRank = FullRankOf(layer);
        var logTruncation = new double[fullRank + 1];
        var logRank = Math.Log(layer.Rank);
        for (var k = 0; k < fullRank; k++)
        {
            logTruncation[k] = layer.IsHardRank
                ? k >= layer.Rank ? double.NegativeInfinity : 0
                : layer.P == 0
                    ? k + 1 > layer.Rank ? double.NegativeInfinity : 0
                    : Math.Min(0, (logRank - Math.Log(k + 1)) / layer.P);
        }

        logTruncation[fullRank] = double.NegativeInfinity;
        return new MatrixNet(layer.Outputs, layer.Inputs, layer.SpectralNorm, logTruncation);
    }

    /// <summary>A matrix whose truncation errors were measured and rounded up: ln(τ(k)/s) for k = 0..q.</summary>
    public static MatrixNet Of(LayerConstraint layer, double[] logTruncation) => new(layer.Outputs, layer.Inputs, layer.SpectralNorm, logTruncation);

    /// <summary>The full rank as a count that fits in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is beyond 2^24, where the list of truncation errors would not fit.</exception>
    public static int FullRankOf(LayerConstraint layer) => layer.FullRank <= LargestFullRank
        ? (int)layer.FullRank
        : throw new ArgumentOutOfRangeException(
            nameof(layer), layer.FullRank, $"The full rank is {layer.FullRank}; a certificate is computed up to {LargestFullRank}.");

    /// <summary>ln(τ(k)/s).</summary>
    public double LogTruncation(long rank) => logTruncation[rank];

    /// <summary>The least entropy over k at tolerance t, and the first k that gives it.</summary>
    /// <param name="logTolerance">ln t; positive infinity where a change of the matrix does not reach the output.</param>
    /// <param name="rank">The first of the best k.</param>
    public double LeastEntropy(double logTolerance, out long rank)
    {
        rank = 0;
        var logRelative = logTolerance - logNorm;
        if (double.IsPositiveInfinity(logTolerance) || double.IsNegativeInfinity(logNorm) || logTruncation[0] <= logRelative) return 0;

        var first = FirstWithin(logRelative);
        var search = new Search { Rank = FullRank, Entropy = Entropy(FullRank, logRelative) };
        if (first < FullRank)
        {
            Try(ref search, first, logRelative);
            Refine(ref search, first, FullRank, logRelative);
        }

        rank = search.Rank;
        return search.Entropy;
    }

    /// <summary>The least k with τ(k) &lt; t; truncation errors decrease, so it is found by bisection.</summary>
    private int FirstWithin(double logRelative)
    {
        var low = 0;
        var high = FullRank;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (logTruncation[middle] < logRelative) high = middle;
            else low = middle;
        }

        return high;
    }

    /// <summary>
    /// Searches (low, high) exactly: no k in it can have less entropy than the number of parameters at its low end times the
    /// logarithm at its high end, since the radius grows with k. Halves that cannot win are left out.
    /// </summary>
    private void Refine(ref Search search, int low, int high, double logRelative)
    {
        if (high - low < 2 || (low + 1) * Unit(high - 1, logRelative) > search.Entropy) return;
        var middle = (low + high) / 2;
        Try(ref search, middle, logRelative);
        Refine(ref search, low, middle, logRelative);
        Refine(ref search, middle, high, logRelative);
    }

    private void Try(ref Search search, int rank, double logRelative)
    {
        var entropy = Entropy(rank, logRelative);
        if (entropy < search.Entropy || (entropy == search.Entropy && rank < search.Rank)) search = new Search { Rank = rank, Entropy = entropy };
    }

    private double Entropy(int rank, double logRelative)
    {
        var factored = rank * Unit(rank, logRelative);
        return rank < FullRank ? factored : Math.Min(factored, outputs * inputs * LogArithmetic.LogOnePlusExp(LogTwo - logRelative));
    }

    /// <summary>(m + n)·ln(1 + 4s/η) with η = t − τ(k).</summary>
    private double Unit(int rank, double logRelative)
    {
        var logRadius = double.IsNegativeInfinity(logTruncation[rank])
            ? logRelative
            : logRelative + LogArithmetic.LogOneMinusExp(logTruncation[rank] - logRelative);
        return (outputs + inputs) * LogArithmetic.LogOnePlusExp(LogFour - logRadius);
    }

    private struct Search
    {
        public int Rank;
        public double Entropy;
    }
}
