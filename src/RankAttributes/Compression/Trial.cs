using RankAttributes.LowRank;

namespace RankAttributes.Compression;

/// <summary>One compressed form of a model, tuned and evaluated.</summary>
/// <param name="Survey">The layers in the widths that they have in it.</param>
/// <param name="Ranks">The rank of each compressible layer; <see langword="null"/> where it stays.</param>
/// <param name="Form">Gives the model this form and takes it away.</param>
/// <param name="Weights">The contents of its tensors, after tuning unless that was undone.</param>
/// <param name="Accuracy">What <c>evaluate</c> returned.</param>
/// <param name="Parameters">Entries of all parameters.</param>
/// <param name="Bytes">Bytes of all parameters and buffers.</param>
internal sealed record Trial(LayerSurvey Survey, int?[] Ranks, ModuleSwap Form, ModelBackup Weights, double Accuracy, long Parameters, long Bytes)
{
    /// <summary>Whether tuning made it worse, so that it keeps the weights from before.</summary>
    public bool IsTuningUndone { get; init; }

    /// <summary>Times of both forms; empty where none were measured.</summary>
    public IReadOnlyList<InferenceTime> Times { get; set; } = [];
}
