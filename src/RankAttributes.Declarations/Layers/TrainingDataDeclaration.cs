namespace RankAttributes.Declarations;

/// <summary>
/// What is declared about the training data and the rate; the number of samples, norms and margin are 0 where they are not declared.
/// </summary>
internal sealed record TrainingDataDeclaration(
    long Samples,
    double InputNorm,
    double Margin,
    EquatableArray<int> InputShape)
{
    /// <summary>Where the number of samples is declared, in words.</summary>
    public string Source { get; init; } = OnClass;

    /// <summary>The spectral norm of layers that declare none; 0 where none is declared.</summary>
    public double SpectralNorm { get; init; }

    /// <summary>The constant C in front of the rate.</summary>
    public double Constant { get; init; } = 1;

    /// <summary>The generalization gap g to be reached.</summary>
    public double TargetGap { get; init; } = 1;

    public const string OnClass = "the class";

    public const string OnAssembly = "the assembly";
}
