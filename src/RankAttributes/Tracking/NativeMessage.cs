namespace RankAttributes.Tracking;

/// <summary>Messages of exceptions as people read them.</summary>
internal static class NativeMessage
{
    private const int MaxLength = 300;

    /// <summary>The first line: TorchSharp's messages continue with the frames of native code.</summary>
    public static string Of(Exception exception)
    {
        var end = exception.Message.AsSpan().IndexOfAny('\r', '\n');
        var line = (end < 0 ? exception.Message : exception.Message[..end]).Trim();
        return line.Length <= MaxLength ? line.TrimEnd('.') : line[..MaxLength] + "…";
    }
}
