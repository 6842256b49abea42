namespace FashionMnist.Checkpoints;

/// <summary>A checkpoint is damaged or cannot be read; the message says which file and what is wrong with it.</summary>
internal sealed class CheckpointException(string message, Exception? inner = null) : Exception(message, inner);
