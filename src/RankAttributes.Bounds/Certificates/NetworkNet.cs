namespace RankAttributes.Bounds;

/// <summary>The net of a whole network: H(ε) for one ε, with each layer's share of ε, k and entropy. One instance serves one computation.</summary>
internal sealed class NetworkNet
{
    private static readonly double LogTwo = Math.Log(2);

    // Rounds of re-allocation: each moves the shares to where the last round's ranks want them. More rounds change the fourth digit.
    private const int Rounds = 3;

    private readonly IReadOnlyList<LayerConstraint> layers;
    private readonly MatrixNet[] matrices;
    private readonly double[] logMatrixSensitivity;
    private readonly double[] logBiasSensitivity;

    // ln of the share of ε that goes to each matrix and to each bias.
    private readonly double[] matrixShares;
    private readonly double[] biasShares;
    private readonly long[] ranks;

    public NetworkNet(IReadOnlyList<LayerConstraint> layers, MatrixNet[] matrices, double inputNorm)
    {
        this.layers = layers;
        this.matrices = matrices;
        logMatrixSensitivity = new double[layers.Count];
        logBiasSensitivity = new double[layers.Count];
        matrixShares = new double[layers.Count];
        biasShares = new double[layers.Count];
        ranks = new long[layers.Count];
        Propagation.Fill(layers, inputNorm, logMatrixSensitivity, logBiasSensitivity);
    }

    /// <summary>H(ε) in nats; may be infinite where ε is out of reach.</summary>
    public double Entropy(double logEpsilon, EpsilonAllocation allocation)
    {
        var uniform = UniformEntropy(logEpsilon);
        if (allocation == EpsilonAllocation.Uniform || double.IsInfinity(uniform)) return uniform;
        var least = uniform;
        for (var round = 0; round < Rounds; round++)
        {
            Reallocate(logEpsilon);
            least = Math.Min(least, EntropyAtShares());
        }

        return least;
    }

    /// <summary>The layers' parts of H(ε), for the allocation that gives the least.</summary>
    public LayerEntropy[] Breakdown(double logEpsilon, EpsilonAllocation allocation)
    {
        var least = UniformEntropy(logEpsilon);
        var parts = Parts();
        if (allocation == EpsilonAllocation.Uniform || double.IsInfinity(least)) return parts;
        for (var round = 0; round < Rounds; round++)
        {
            Reallocate(logEpsilon);
            var entropy = EntropyAtShares();
            if (!(entropy < least)) continue;
            (least, parts) = (entropy, Parts());
        }

        return parts;
    }

    private double UniformEntropy(double logEpsilon)
    {
        var share = logEpsilon - Math.Log(layers.Count);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            matrixShares[layer] = biasShares[layer] = layers[layer].BiasNorm is null ? share : share - LogTwo;
        }

        return EntropyAtShares();
    }

    private double EntropyAtShares()
    {
        var total = 0.0;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            total += matrices[layer].LeastEntropy(Tolerance(matrixShares[layer], logMatrixSensitivity[layer]), out ranks[layer]) + BiasEntropy(layer);
        }

        return total;
    }

    /// <summary>
    /// Σ d·ln(1/(share − c·τ)) over shares that sum to ε is least where share = c·τ + λd: each item keeps what truncation needs, and
    /// the rest is divided by the number of parameters d that its net counts.
    /// </summary>
    private void Reallocate(double logEpsilon)
    {
        var parameters = 0.0;
        var truncations = double.NegativeInfinity;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            parameters += MatrixParameters(layer) + BiasParameters(layer);
            truncations = LogArithmetic.Sum(truncations, LogTruncationShare(layer));
        }

        // The truncations of the present shares are below them, so they leave a rest; where they do not, the shares stay.
        if (parameters <= 0 || truncations >= logEpsilon) return;
        var perParameter = logEpsilon + LogArithmetic.LogOneMinusExp(truncations - logEpsilon) - Math.Log(parameters);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            matrixShares[layer] = LogArithmetic.Sum(LogTruncationShare(layer), perParameter + Math.Log(MatrixParameters(layer)));
            biasShares[layer] = perParameter + Math.Log(BiasParameters(layer));
        }
    }

    private double MatrixParameters(int layer)
        => double.IsNegativeInfinity(logMatrixSensitivity[layer]) ? 0 : ranks[layer] * ((double)layers[layer].Outputs + layers[layer].Inputs);

    private double BiasParameters(int layer)
        => layers[layer].BiasNorm is > 0 && !double.IsNegativeInfinity(logBiasSensitivity[layer]) ? layers[layer].Outputs : 0;

    /// <summary>ln(c·τ(k)) at the present k.</summary>
    private double LogTruncationShare(int layer)
    {
        var truncation = matrices[layer].LogTruncation(ranks[layer]);
        return double.IsNegativeInfinity(truncation) || double.IsNegativeInfinity(logMatrixSensitivity[layer])
            ? double.NegativeInfinity
            : logMatrixSensitivity[layer] + Math.Log(layers[layer].SpectralNorm) + truncation;
    }

    private double BiasEntropy(int layer)
    {
        if (layers[layer].BiasNorm is not > 0) return 0;
        var tolerance = Tolerance(biasShares[layer], logBiasSensitivity[layer]);
        return double.IsPositiveInfinity(tolerance)
            ? 0
            : layers[layer].Outputs * LogArithmetic.LogOnePlusExp(LogTwo + Math.Log(layers[layer].BiasNorm!.Value) - tolerance);
    }

    private LayerEntropy[] Parts()
    {
        var parts = new LayerEntropy[layers.Count];
        for (var layer = 0; layer < parts.Length; layer++)
        {
            var entropy = matrices[layer].LeastEntropy(Tolerance(matrixShares[layer], logMatrixSensitivity[layer]), out var rank);
            var truncation = LogArithmetic.FiniteExp(matrices[layer].LogTruncation(rank) + Math.Log(layers[layer].SpectralNorm));
            parts[layer] = new LayerEntropy(rank, truncation, entropy, BiasEntropy(layer));
        }

        return parts;
    }

    /// <summary>ln(share / c); positive infinity where a change does not reach the output.</summary>
    private static double Tolerance(double logShare, double logSensitivity)
        => double.IsNegativeInfinity(logSensitivity) ? double.PositiveInfinity : logShare - logSensitivity;
}
