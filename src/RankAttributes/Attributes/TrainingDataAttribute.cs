namespace RankAttributes;

/// <summary>
/// Describes the data a model is trained on, so that the analyzer can compare the samples the model's shape needs with
/// the samples there are.
/// </summary>
/// <remarks>
/// On a class it speaks for that model; on the assembly, for every model without one of its own. Where neither is given,
/// the <c>.editorconfig</c> key <c>rank_attributes.training_samples</c> and then the MSBuild property
/// <c>RankAttributesTrainingSamples</c> are read.
/// </remarks>
/// <param name="samples">The number N ≥ 1 of independent training samples. Augmented copies are not independent.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly, Inherited = false)]
public sealed class TrainingDataAttribute(long samples) : Attribute
{
    /// <summary>The number N ≥ 1 of training samples. Rule RANK0004 reports any other value.</summary>
    public long Samples { get; } = samples;

    /// <summary>
    /// A bound B &gt; 0 on the Euclidean norm of an input, in the input's own units; 0 (the default) declares none. B, the
    /// <see cref="Margin"/> γ and the declared spectral norms make Γ = (B/γ)·Π‖A‖; while one of them is not declared, the estimate counts ranks alone.
    /// </summary>
    public double InputNorm { get; set; }

    /// <summary>The classification margin γ &gt; 0, in units of the logits; 0 (the default) declares none.</summary>
    public double Margin { get; set; }

    /// <summary>
    /// The shape of one input without the batch axis, channels first, as in <c>new[] { 1, 28, 28 }</c>: convolutions need it
    /// for their spatial width, which enters the estimate with the norms.
    /// </summary>
    public int[]? InputShape { get; set; }
}
