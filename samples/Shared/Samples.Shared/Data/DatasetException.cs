namespace Samples.Data;

/// <summary>The data cannot be used as it is; the message says which file, what is wrong with it and what to do.</summary>
public sealed class DatasetException(string message, Exception? inner = null) : Exception(message, inner);
