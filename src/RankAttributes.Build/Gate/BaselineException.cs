namespace RankAttributes.Build.Gate;

/// <summary>A baseline that cannot be used; the message gives the reason as a clause: <c>it is not JSON</c>.</summary>
internal sealed class BaselineException(string message, Exception? cause = null) : Exception(message, cause);
