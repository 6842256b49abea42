namespace RankAttributes.Roslyn.Declarations;

/// <summary>What is declared about the training data; norms and margin are 0 where they are not declared.</summary>
internal sealed record TrainingDataDeclaration(
    long Samples,
    double InputNorm,
    double Margin,
    EquatableArray<int> InputShape)
{
    /// <summary>Where the number of samples is declared, in words.</summary>
    public string Source { get; init; } = OnClass;

    public const string OnClass = "the class";

    public const string OnAssembly = "the assembly";
}
