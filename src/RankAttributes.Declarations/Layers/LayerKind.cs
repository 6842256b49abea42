namespace RankAttributes.Declarations;

/// <summary>What made a weight matrix; the theorem covers the fully connected and convolutional ones.</summary>
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
