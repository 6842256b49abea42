namespace RankAttributes.Declarations;

/// <summary>What made a weight matrix.</summary>
internal enum LayerKind
{
    Linear,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    Embedding,
    Bilinear,
    Rnn,
    Lstm,
    Gru,
    Attention,
    Parameter,
}

internal static class LayerKinds
{
    /// <summary>Whether the matrix slides over spatial positions.</summary>
    public static bool IsConvolution(this LayerKind kind) => kind is LayerKind.Conv1d or LayerKind.Conv2d or LayerKind.Conv3d
        or LayerKind.ConvTranspose1d or LayerKind.ConvTranspose2d or LayerKind.ConvTranspose3d;

    /// <summary>Whether the theorem is about layers of this kind: fully connected and convolutional ones. Anything else extrapolates.</summary>
    public static bool IsCoveredByTheorem(this LayerKind kind) => kind == LayerKind.Linear || kind.IsConvolution();
}
