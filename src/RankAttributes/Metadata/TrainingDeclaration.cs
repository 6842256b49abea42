namespace RankAttributes.Metadata;

/// <summary>
/// The source's or the configuration's declaration about a model's training data, as it was when the model was compiled; 0 where a value is not
/// declared. Generated code makes it of constants, so that a tracker needs no reflection.
/// </summary>
/// <param name="Samples">The number N of training samples.</param>
/// <param name="InputNorm">The bound B on the norm of an input.</param>
/// <param name="Margin">The margin γ in units of the logits.</param>
public sealed record TrainingDeclaration(long Samples, double InputNorm = 0, double Margin = 0);
