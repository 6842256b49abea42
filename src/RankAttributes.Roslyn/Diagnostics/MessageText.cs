using RankAttributes.Declarations;

namespace RankAttributes.Roslyn.Diagnostics;

/// <summary>Names in messages, short enough for one line of an error list.</summary>
internal static class MessageText
{
    /// <summary>Messages stay shorter: an error list shows one line.</summary>
    public const int MaxLength = 200;

    private const int MaxName = 24;

    /// <summary>A name; of a long one the end, which tells layers apart.</summary>
    public static string Name(string name, int max = MaxName) => name.Length <= max ? name : "…" + name.Substring(name.Length - max + 1);

    /// <summary>One name or two, or the first and how many more there are of a kind.</summary>
    public static string Names(IReadOnlyList<string> names, string kind) => names.Count switch
    {
        1 => $"'{Name(names[0])}'",
        2 => $"'{Name(names[0])}' and '{Name(names[1])}'",
        _ => $"'{Name(names[0])}' and {Figure.Count(names.Count - 1)} other {kind}",
    };
}
