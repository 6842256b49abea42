using RankAttributes.Declarations;

namespace RankAttributes;

/// <summary>The attributes' values for one weight matrix, after the member's values replaced the class's.</summary>
/// <remarks>
/// Every value is checked where it is set: the analyzers report bad constants at compile time, this guards values that come
/// from a configuration file or a search.
/// </remarks>
/// <exception cref="ArgumentOutOfRangeException">A value is outside its range; the message names the parameter, the value and the range.</exception>
public sealed record PenaltySettings
{
    private readonly double p;
    private readonly double strength = SchattenRegularizeAttribute.DefaultStrength;
    private readonly double smoothing = SchattenRegularizeAttribute.DefaultSmoothing;
    private readonly int? rank;

    /// <summary>Creates the settings of one weight.</summary>
    /// <param name="P">The Schatten index p, in (0, 2].</param>
    /// <param name="Strength">The factor λ ≥ 0 of the penalty in the loss; finite.</param>
    /// <param name="Rank">The declared rank budget, at least 1, or <see langword="null"/> where none is declared.</param>
    /// <param name="Smoothing">The smoothing ε relative to the spectral norm, in (0, 1].</param>
    /// <param name="Method">How the penalty is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
#pragma warning disable IDE1006, CA1707 // the parameters are named after the properties, as a positional record's are
    public PenaltySettings(
        double P,
        double Strength = SchattenRegularizeAttribute.DefaultStrength,
        int? Rank = null,
        double Smoothing = SchattenRegularizeAttribute.DefaultSmoothing,
        PenaltyMethod Method = PenaltyMethod.Auto)
    {
        this.P = P;
        this.Strength = Strength;
        this.Rank = Rank;
        this.Smoothing = Smoothing;
        this.Method = Method;
    }
#pragma warning restore IDE1006, CA1707

    /// <summary>The Schatten index p, in (0, 2].</summary>
    public double P
    {
        get => p;
        init => p = DeclaredValue.Index.Require(value, nameof(P));
    }

    /// <summary>The factor λ ≥ 0 of the penalty in the loss; finite.</summary>
    public double Strength
    {
        get => strength;
        init => strength = DeclaredValue.Strength.Require(value, nameof(Strength));
    }

    /// <summary>The declared rank budget, at least 1, or <see langword="null"/> where none is declared.</summary>
    public int? Rank
    {
        get => rank;
        init => rank = value is { } given ? (int)DeclaredValue.Rank.Require(given, nameof(Rank)) : null;
    }

    /// <summary>The smoothing ε relative to the spectral norm, in (0, 1].</summary>
    public double Smoothing
    {
        get => smoothing;
        init => smoothing = DeclaredValue.Smoothing.Require(value, nameof(Smoothing));
    }

    /// <summary>How the penalty is computed.</summary>
    public PenaltyMethod Method { get; init; }
}
