using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace RankAttributes.Roslyn.Tests.Documentation;

/// <summary>A page of the documentation: the README, everything under docs, and the README of each sample.</summary>
internal sealed partial record Page(string Path, string Text)
{
    public static string Root { get; } = Find();

    /// <summary>The paths of all pages, relative to the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "docs", "samples", "benchmarks", "eng" }
            .SelectMany(folder => Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The rules' pages: their examples are there to fire.</summary>
    public bool IsRule => Path.StartsWith("docs/rules/", StringComparison.Ordinal);

    /// <summary>The text of the blocks of a language, each with the rules that the comment before it says it brings: <c>&lt;!-- warns: RANK1001
    /// --&gt;</c>.</summary>
    public IEnumerable<(string Code, IReadOnlyList<string> Warnings)> Blocks(string language) => Fences().Matches(Text)
        .Where(match => match.Groups["language"].Value == language)
        .Select(match =>
            (match.Groups["code"].Value, (IReadOnlyList<string>)[.. match.Groups["rules"].Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)]));

    /// <summary>The first block that the line before it introduces as a file of this name.</summary>
    public string File(string name)
    {
        var block = new Regex($"`{Regex.Escape(name)}`[^\n]*:\n\n```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Match(Text);
        return block.Success ? block.Groups[1].Value : throw new ArgumentException($"{Path} has no file {name}.");
    }

    /// <summary>Where the page's relative links lead, without the place on the page.</summary>
    public IEnumerable<string> Links => Link().Matches(Fences().Replace(Text, "")).Select(match => match.Groups[1].Value);

    public static Page Open(string path) => new(path, System.IO.File.ReadAllText(System.IO.Path.Combine(Root, path)).ReplaceLineEndings("\n"));

    private static string Find([CallerFilePath] string path = "")
        => System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "..", "..", ".."));

    [GeneratedRegex(@"(?:<!-- warns:(?<rules>[^\n]*?)-->\n+)?^ *```(?<language>\w*)[^\n]*\n(?<code>.*?)^ *```",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\]\((?!https?:|mailto:|#)([^)#\s]+)")]
    private static partial Regex Link();
}
