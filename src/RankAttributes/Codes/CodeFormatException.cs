namespace RankAttributes.Codes;

/// <summary>A file is not a code, is damaged, or belongs to another model. The message names the file and says which.</summary>
public sealed class CodeFormatException(string message, Exception? inner = null) : FormatException(message, inner);
