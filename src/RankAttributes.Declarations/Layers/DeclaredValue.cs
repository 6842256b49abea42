using System.Globalization;

namespace RankAttributes.Declarations;

/// <summary>
/// A number that a user declares: its name and its range, in words and as a test. The analyzers, the configuration, the attributes and
/// the runtime all ask here, so a value that compiles without a warning is one that training accepts.
/// </summary>
internal sealed class DeclaredValue
{
    /// <summary>The strength λ of a penalty where none is declared.</summary>
    public const double DefaultStrength = 1e-4;

    /// <summary>The smoothing ε, relative to the spectral norm, where none is declared.</summary>
    public const double DefaultSmoothing = 1e-3;

    private const string Positive = "finite and above 0";

    /// <summary>The Schatten index p.</summary>
    public static readonly DeclaredValue Index = new("p", "in (0, 2]", value => value is > 0 and <= 2);

    /// <summary>The strength λ of a penalty.</summary>
    public static readonly DeclaredValue Strength = new("Strength", "finite and at least 0", value => value is >= 0 and <= double.MaxValue);

    /// <summary>The rank budget r.</summary>
    public static readonly DeclaredValue Rank = new("Rank", "at least 1", value => value >= 1);

    /// <summary>The smoothing ε, relative to the spectral norm.</summary>
    public static readonly DeclaredValue Smoothing = new("Smoothing", "in (0, 1]", value => value is > 0 and <= 1);

    /// <summary>The bound on a layer's spectral norm.</summary>
    public static readonly DeclaredValue SpectralNorm = new("SpectralNorm", Positive, IsPositive);

    /// <summary>The number N of training samples.</summary>
    public static readonly DeclaredValue Samples = new("samples", "at least 1", value => value >= 1);

    /// <summary>The bound B on the Euclidean norm of an input.</summary>
    public static readonly DeclaredValue InputNorm = new("InputNorm", Positive, IsPositive);

    /// <summary>The margin γ.</summary>
    public static readonly DeclaredValue Margin = new("Margin", Positive, IsPositive);

    /// <summary>The constant C in front of the rate.</summary>
    public static readonly DeclaredValue Constant = new("Constant", Positive, IsPositive);

    /// <summary>The generalization gap g to be reached.</summary>
    public static readonly DeclaredValue TargetGap = new("TargetGap", Positive, IsPositive);

    /// <summary>One size of an input's shape.</summary>
    public static readonly DeclaredValue InputSize = new("InputShape", "made of sizes of at least 1", value => value >= 1);

    private readonly Func<double, bool> contains;

    private DeclaredValue(string name, string range, Func<double, bool> contains) => (Name, Range, this.contains) = (name, range, contains);

    /// <summary>The attribute's name for it.</summary>
    public string Name { get; }

    /// <summary>The range in words: <c>in (0, 2]</c>.</summary>
    public string Range { get; }

    /// <summary>Whether the value can be used.</summary>
    public bool Contains(double value) => contains(value);

    /// <summary>The value where it can be used, else 0, which counts as not declared.</summary>
    public double OrNone(double? value) => value is { } given && contains(given) ? given : 0;

    /// <summary>The value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside the range.</exception>
    public double Require(double value, string parameter) => contains(value)
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} is {value.ToString("R", CultureInfo.InvariantCulture)}; it must be {Range}.");

    private static bool IsPositive(double value) => value is > 0 and <= double.MaxValue;
}
