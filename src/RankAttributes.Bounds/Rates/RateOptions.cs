namespace RankAttributes.Bounds;

/// <summary>The parameters of the rate apart from the layers. Immutable.</summary>
public sealed record RateOptions
{
    private readonly double logNormFactor;
    private readonly double targetGap = 1;
    private readonly double constant = 1;

    /// <summary>Γ = 1, g = 1, C = 1.</summary>
    public static RateOptions Default { get; } = new();

    /// <summary>
    /// The norm factor Γ = (B/γ)·Π ρᵢ‖Aᵢ‖, at least 0, unitless; 1 by default. A product beyond the range of a double is given by
    /// <see cref="LogNormFactor"/>.
    /// </summary>
    /// <value>Reads as <see cref="double.MaxValue"/> where ln Γ is beyond the range.</value>
    public double NormFactor
    {
        get => Math.Min(Math.Exp(logNormFactor), double.MaxValue);
        init => logNormFactor = Math.Log(Guard.NotNegative(value, nameof(NormFactor)));
    }

    /// <summary>ln Γ; negative infinity, and nothing else that is not finite, is allowed: it says Γ = 0.</summary>
    public double LogNormFactor
    {
        get => logNormFactor;
        init => logNormFactor = value < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LogNormFactor), value, "LogNormFactor must be below infinity and a number.");
    }

    /// <summary>The generalization gap g &gt; 0 to be reached; 1 by default, where the bound stops saying anything.</summary>
    public double TargetGap { get => targetGap; init => targetGap = Guard.Positive(value, nameof(TargetGap)); }

    /// <summary>The constant C &gt; 0 in front of the rate; 1 by default. The theorem's own constants and logarithms are dropped.</summary>
    public double Constant { get => constant; init => constant = Guard.Positive(value, nameof(Constant)); }
}
