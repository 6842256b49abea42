using System.Text.RegularExpressions;

namespace RankAttributes.Roslyn.Tests.Documentation;

/// <summary>Words that read as translated, with what a native would write. They are looked for in pages, messages, comments and XML documentation.</summary>
public partial class EnglishTests
{
    private static readonly IReadOnlyList<(Regex Word, string Instead)> Words =
    [
        (Anew(), "again"),
        (Mend(), "fix, repair"),
        (GoOn(), "continue"),
        (FromOn(), "at 1 and above, after step 1"),
        (AnOwn(), "its own, one of its own"),
        (IsNo(), "is not a, has no"),
        (Stands(), "is, is written, lies, applies"),
        (HangsOn(), "depends on"),
        (Translated(), "a native phrase: 'accounts for 54%', 'needs about', 'hover over', 'looks like this', 'until … fixes it'"),
    ];

    [Fact]
    public void Nothing_that_is_published_uses_a_word_of_the_list()
    {
        var found = Texts()
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Place: $"{Path.GetRelativePath(Page.Root, file)}:{index + 1}", Line: line)))
            .SelectMany(line => Words.Where(word => word.Word.IsMatch(line.Line)).Select(word => $"{line.Place}: write {word.Instead}: {line.Line.Trim()}"))
            .ToList();
        Assert.True(found.Count == 0, $"{found.Count} lines:\n{string.Join('\n', found)}");
    }

    /// <summary>A sentence's subject is a thing, or you: not a clause with what or who. Headings and names of a page's parts may be such clauses.</summary>
    [Fact]
    public void No_sentence_of_a_page_has_a_clause_with_what_as_its_subject()
    {
        var found = Page.All.SelectMany(path => File.ReadLines(Path.Combine(Page.Root, path))
            .Where(line => !line.StartsWith('#') && WhatAsSubject().IsMatch(line)).Select(line => $"{path}: {line}")).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("What that brings is in the benchmarks.", true)]
    [InlineData("They say what they do. Who registers them knows them.", true)]
    [InlineData("- What is refused is named.", true)]
    [InlineData("Which is it? The page says what is missing: see [What the numbers mean](theory.md).", false)]
    public void A_clause_as_a_subject_is_found(string line, bool isFound) => Assert.Equal(isFound, WhatAsSubject().IsMatch(line));

    [Theory]
    [InlineData("The file is read anew.")]
    [InlineData("until a version mends it")]
    [InlineData("training goes on, and goes on")]
    [InlineData("steps are counted from 1 on")]
    [InlineData("An own loss is kept")]
    [InlineData("That is no concern of the tracker.")]
    [InlineData("it stands in the file")]
    [InlineData("a dimension and what hangs on it")]
    [InlineData("'fc1' makes 54%")]
    [InlineData("asks for 167,277 samples")]
    public void The_list_finds_what_it_is_for(string text) => Assert.Contains(Words, word => word.Word.IsMatch(text));

    [Theory]
    [InlineData("There is no longer a file; no more than one.")]
    [InlineData("The rank is no larger than 3.")]
    [InlineData("the largest stands out; you understand")]
    [InlineData("The tests were not run.")]
    [InlineData("from 1 to 3, based on one; there is no file")]
    public void The_list_leaves_English_alone(string text) => Assert.DoesNotContain(Words, word => word.Word.IsMatch(text));

    /// <summary>Pages, and the code whose messages and documentation users read.</summary>
    private static IEnumerable<string> Texts() => Page.All.Select(page => Path.Combine(Page.Root, page))
        .Concat(new[] { "src", "samples", "schema" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Page.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".targets" or ".props" or ".css" or ".js"
                || file.EndsWith(".schema.json", StringComparison.Ordinal))
            .Where(file => !Path.GetRelativePath(Page.Root, file).Split('/', '\\').Any(part => part is "bin" or "obj")));

    [GeneratedRegex(@"(^|^- |[.;:!] )(What|Who|Whoever) [a-z][^?]*$")]
    private static partial Regex WhatAsSubject();

    [GeneratedRegex(@"\banew\b", RegexOptions.IgnoreCase)]
    private static partial Regex Anew();

    [GeneratedRegex(@"\bmend(s|ed|ing)?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Mend();

    [GeneratedRegex(@"\b(go|goes|went|gone|going) on\b", RegexOptions.IgnoreCase)]
    private static partial Regex GoOn();

    [GeneratedRegex(@"\bfrom \d+ on\b", RegexOptions.IgnoreCase)]
    private static partial Regex FromOn();

    [GeneratedRegex(@"\ban own\b", RegexOptions.IgnoreCase)]
    private static partial Regex AnOwn();

    [GeneratedRegex(
        @"(?<!\bthere )\b(is|are|was|were|be) no\b(?! (longer|more|less|larger|smaller|later|earlier|better|worse|looser|tighter|higher|lower)\b)",
        RegexOptions.IgnoreCase)]
    private static partial Regex IsNo();

    [GeneratedRegex(@"\b(stand|stands|stood|standing)\b(?! (out|for)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Stands();

    [GeneratedRegex(@"\bhangs? on\b", RegexOptions.IgnoreCase)]
    private static partial Regex HangsOn();

    [GeneratedRegex(
        @"makes \d+%|asks? for (at least |about )?\d|what came of it|come apart|reminds of|put the pointer|reads so\b|as people write them|without a network\b"
            + @"|\bare the matrices they are|whoever\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Translated();
}
