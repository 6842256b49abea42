namespace FashionMnist.Training;

/// <summary>The folder of the runs cannot be used; the message says why, and what to do.</summary>
internal sealed class FolderException(string message, Exception? inner = null) : Exception(message, inner);
