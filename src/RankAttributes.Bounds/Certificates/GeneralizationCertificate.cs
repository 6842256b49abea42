namespace RankAttributes.Bounds;

/// <summary>
/// A bound on the generalization gap with explicit constants. Unlike the predicted sample complexity it is a guarantee, and so it is often
/// vacuous; it says so.
/// </summary>
public static class GeneralizationCertificate
{
    /// <summary>
    /// The certificate of a class of networks that was fixed before the training data was seen: with probability at least 1 − δ, every
    /// network whose layers keep the constraints has an expected loss of at most its empirical loss plus the gap.
    /// </summary>
    /// <param name="layers">The layers from input to output, at least one; activations with φ(0) = 0.</param>
    /// <param name="samples">The number N &gt; 0 of independent training samples.</param>
    /// <param name="options">B₀, Λ, M, δ and the allocation of ε.</param>
    /// <exception cref="ArgumentOutOfRangeException">A full rank is beyond 2^24, or <paramref name="samples"/> is not finite and above 0.</exception>
    public static Certificate BeforeTraining(IReadOnlyList<LayerConstraint> layers, double samples, CertificateOptions? options = null)
    {
        Guard.NotEmpty(layers, nameof(layers));
        Guard.Positive(samples, nameof(samples));
        options ??= CertificateOptions.Default;
        return Obstacles(layers) is { Count: > 0 } uncertified
            ? new Certificate { Uncertified = uncertified }
            : CertificateMinimizer.Minimize(Net(layers, options), samples, options, selectionCost: 0);
    }

    /// <summary>
    /// The certified sample complexity: the least N, in samples, at which <see cref="BeforeTraining"/> gives a gap of at most g, over
    /// the grid of ε. <see langword="null"/> where a layer has no certificate, or g is below the grid (M·2⁻⁴⁰). Beyond the range of a
    /// double it reads as <see cref="double.MaxValue"/>.
    /// </summary>
    /// <param name="layers">The layers from input to output, at least one.</param>
    /// <param name="targetGap">The gap g &gt; 0, in units of the loss.</param>
    /// <param name="options">B₀, Λ, M, δ and the allocation of ε.</param>
    public static double? SampleComplexity(IReadOnlyList<LayerConstraint> layers, double targetGap, CertificateOptions? options = null)
    {
        Guard.NotEmpty(layers, nameof(layers));
        Guard.Positive(targetGap, nameof(targetGap));
        options ??= CertificateOptions.Default;
        return Obstacles(layers).Count > 0 ? null : CertificateMinimizer.SampleComplexity(Net(layers, options), targetGap, options);
    }

    /// <summary>
    /// The spectrum-adaptive certificate of trained weights: the constraints are read off the weights, rounded outward to a grid that was
    /// fixed beforehand, and the choice is paid for. The loss is the ramp loss, so with probability at least 1 − δ,
    /// P(error) ≤ empirical ramp loss at margin γ + gap.
    /// </summary>
    /// <param name="layers">The layers from input to output with their singular values, at least one.</param>
    /// <param name="samples">The number N &gt; 0 of independent training samples.</param>
    /// <param name="margin">The margin γ &gt; 0 in units of the logits. It may be chosen after training: it is rounded down to the grid.</param>
    /// <param name="options">B₀, δ and the allocation of ε; Λ and M are those of the ramp loss, whatever is given.</param>
    public static Certificate AfterTraining(IReadOnlyList<TrainedLayer> layers, double samples, double margin, CertificateOptions? options = null)
    {
        Guard.NotEmpty(layers, nameof(layers));
        Guard.Positive(samples, nameof(samples));
        Guard.Positive(margin, nameof(margin));
        var cells = new CertificateCell[layers.Count];
        for (var layer = 0; layer < cells.Length; layer++) cells[layer] = CertificateCell.Of(layers[layer]);
        var constraints = Array.ConvertAll(cells, cell => cell.Constraint);
        if (Obstacles(constraints) is { Count: > 0 } uncertified) return new Certificate { Uncertified = uncertified };

        var (roundedMargin, marginCost) = CertificateCell.RoundDown(margin);
        options = (options ?? CertificateOptions.Default).ForMargin(roundedMargin);
        var net = new NetworkNet(constraints, Array.ConvertAll(cells, cell => cell.Net()), options.InputNorm);
        return CertificateMinimizer.Minimize(net, samples, options, marginCost + cells.Sum(cell => cell.Cost)) with { Margin = roundedMargin };
    }

    private static NetworkNet Net(IReadOnlyList<LayerConstraint> layers, CertificateOptions options)
    {
        var matrices = new MatrixNet[layers.Count];
        for (var layer = 0; layer < matrices.Length; layer++) matrices[layer] = MatrixNet.Of(layers[layer]);
        return new NetworkNet(layers, matrices, options.InputNorm);
    }

    private static List<UncertifiedLayer> Obstacles(IReadOnlyList<LayerConstraint> layers)
    {
        var uncertified = new List<UncertifiedLayer>();
        for (var layer = 0; layer < layers.Count; layer++)
        {
            if (layers[layer].LipschitzObstacle is { } reason) uncertified.Add(new UncertifiedLayer(layer, reason));
        }

        return uncertified;
    }
}
