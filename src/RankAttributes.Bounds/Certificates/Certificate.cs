namespace RankAttributes.Bounds;

/// <summary>A layer that no certificate can cover, and why.</summary>
/// <param name="Layer">The index of the layer.</param>
/// <param name="Reason">Why its Lipschitz constant is not bounded.</param>
public sealed record UncertifiedLayer(int Layer, string Reason);

/// <summary>The contribution of one layer to the logarithm of the net's size.</summary>
/// <param name="Rank">The rank k at which its matrix is covered.</param>
/// <param name="TruncationError">τ(k): the spectral distance to the nearest matrix of that rank.</param>
/// <param name="MatrixEntropy">ln of the size of the matrix's net, in nats.</param>
/// <param name="BiasEntropy">ln of the size of the bias's net, in nats; 0 without a bias.</param>
public sealed record LayerEntropy(long Rank, double TruncationError, double MatrixEntropy, double BiasEntropy);

/// <summary>
/// A generalization certificate with every constant kept: with probability at least 1 − δ over N independent samples, every network
/// of the class has an expected loss of at most its empirical loss plus <see cref="Gap"/>. Immutable.
/// </summary>
/// <remarks>
/// Gap = min over ε of 2Λε + M·√((H(ε) + ln(1/δ) + c)/(2N)), at most M: truncation of the singular values, a net of the low-rank
/// matrices, propagation through the layers, a union bound and Hoeffding's inequality. This project's own statement, in
/// the technique of arXiv 2510.21945; the proof is in docs/theory.md.
/// </remarks>
public sealed record Certificate
{
    /// <summary>The gap in [0, M]; <see langword="null"/> where a layer has no certificate.</summary>
    public double? Gap { get; internal init; }

    /// <summary>Whether the certificate promises nothing: there is none, or the gap is M.</summary>
    public bool IsVacuous => Epsilon is null;

    /// <summary>The ε that gives the gap; <see langword="null"/> where the certificate is vacuous.</summary>
    public double? Epsilon { get; internal init; }

    /// <summary>2Λε, the part of the gap that pays for the net's coarseness; 0 where the certificate is vacuous.</summary>
    public double ApproximationError { get; internal init; }

    /// <summary>M·√((H + ln(1/δ) + c)/(2N)), the part that pays for the net's size; 0 where the certificate is vacuous.</summary>
    public double Deviation { get; internal init; }

    /// <summary>c: what the choice of the class after training costs, in nats; 0 for a certificate before training.</summary>
    public double SelectionCost { get; internal init; }

    /// <summary>The margin γ after it was rounded down to the grid, in units of the logits; <see langword="null"/> for a certificate before training, or where
    /// there is none.</summary>
    public double? Margin { get; internal init; }

    /// <summary>H(ε) layer by layer; empty where the certificate is vacuous.</summary>
    public IReadOnlyList<LayerEntropy> Layers { get; internal init; } = [];

    /// <summary>The layers that no certificate can cover; empty where there is a gap.</summary>
    public IReadOnlyList<UncertifiedLayer> Uncertified { get; internal init; } = [];
}
