using Microsoft.Build.Utilities;

namespace RankAttributes.Build;

/// <summary>How this product's warnings are said: with their id, their place and the page that explains them.</summary>
internal static class BuildWarning
{
    private const string Pages = "https://github.com/RankAttributes/RankAttributes/blob/main/docs/rules/";

    public static string Page(string id) => Pages + id + ".md";

    /// <summary>A warning whose page the reader of a plain log sees too.</summary>
    public static void Log(TaskLoggingHelper log, string id, string file, int line, string message)
        => log.LogWarning("RankAttributes", id, null, Page(id), file, line, 0, 0, 0, $"{message} See {Page(id)}");
}
