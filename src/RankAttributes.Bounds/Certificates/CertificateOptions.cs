namespace RankAttributes.Bounds;

/// <summary>How a certificate's ε is shared out among the layers. Every way is valid; they differ in how tight they are.</summary>
public enum EpsilonAllocation
{
    /// <summary>The same share ε/L for each layer, halved between its matrix and its bias.</summary>
    Uniform,

    /// <summary>
    /// Shares in proportion to the number of parameters that the nets count, which is where Σ d·ln(1/share) is least; never above
    /// <see cref="Uniform"/>, which is always among the candidates.
    /// </summary>
    Proportional,
}

/// <summary>The assumptions of a certificate apart from the layers. Immutable.</summary>
public sealed record CertificateOptions
{
    private readonly double inputNorm = 1;
    private readonly double lossLipschitz = 1;
    private readonly double lossRange = 1;
    private readonly double delta = 0.05;

    /// <summary>B₀ = 1, Λ = 1, M = 1, δ = 0.05, uniform allocation.</summary>
    public static CertificateOptions Default { get; } = new();

    /// <summary>The bound B₀ ≥ 0 on the Euclidean norm of an input; 1 by default. An input beyond it voids the certificate.</summary>
    public double InputNorm { get => inputNorm; init => inputNorm = Guard.NotNegative(value, nameof(InputNorm)); }

    /// <summary>The Lipschitz constant Λ &gt; 0 of the loss in the network's output; √2/γ for the ramp loss of margin γ.</summary>
    public double LossLipschitz { get => lossLipschitz; init => lossLipschitz = Guard.Positive(value, nameof(LossLipschitz)); }

    /// <summary>The range M &gt; 0 of the loss, which lies in [0, M]; 1 for the ramp loss.</summary>
    public double LossRange { get => lossRange; init => lossRange = Guard.Positive(value, nameof(LossRange)); }

    /// <summary>The probability δ in (0, 1) with which the certificate may fail; 0.05 by default.</summary>
    public double Delta { get => delta; init => delta = Guard.Probability(value, nameof(Delta)); }

    /// <summary>How ε is shared out among the layers.</summary>
    public EpsilonAllocation Allocation { get; init; }

    /// <summary>The options for the ramp loss of a margin: Λ = √2/γ, M = 1.</summary>
    /// <param name="margin">The margin γ &gt; 0 in units of the logits.</param>
    public CertificateOptions ForMargin(double margin) => this with { LossLipschitz = Math.Sqrt(2) / Guard.Positive(margin, nameof(margin)), LossRange = 1 };
}
