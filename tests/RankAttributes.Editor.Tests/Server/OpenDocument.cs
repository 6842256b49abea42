using System.Text.Json;

namespace RankAttributes.Editor.Tests.Server;

/// <summary>A file that is open in the editor: its text is the editor's, and is never saved.</summary>
internal sealed class OpenDocument
{
    private readonly LanguageServer server;
    private readonly string uri;
    private int version = 1;

    private OpenDocument(LanguageServer server, string path, string text) => (this.server, uri, Text) = (server, new Uri(path).AbsoluteUri, text);

    public string Text { get; private set; }

    public static async Task<OpenDocument> Open(LanguageServer server, string path)
    {
        var document = new OpenDocument(server, path, await File.ReadAllTextAsync(path));
        await server.Tell("textDocument/didOpen", new { textDocument = new { document.uri, languageId = "csharp", version = 1, text = document.Text } });
        return document;
    }

    /// <summary>Puts one text in the place of another, as one edit.</summary>
    public async Task Replace(string before, string after)
    {
        var start = Text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(start >= 0, before);
        await Edit(start, before.Length, after);
    }

    /// <summary>Types a text behind a marker, key by key, and asks for the diagnostics after each key.</summary>
    public async Task<IReadOnlyList<(string Typed, IReadOnlyList<Shown> Shown)>> Type(string behind, string text)
    {
        var start = Text.IndexOf(behind, StringComparison.Ordinal);
        Assert.True(start >= 0, behind);
        var states = new List<(string, IReadOnlyList<Shown>)>();
        for (var index = 0; index < text.Length; index++)
        {
            await Edit(start + behind.Length + index, 0, text[index].ToString());
            if (!char.IsWhiteSpace(text[index])) states.Add((text[..(index + 1)], await Diagnostics()));
        }

        return states;
    }

    /// <summary>The product's diagnostics, in the order of the text.</summary>
    public async Task<IReadOnlyList<Shown>> Diagnostics()
    {
        var answer = await server.Ask("textDocument/diagnostic", new { textDocument = new { uri } });
        return
        [
            .. answer.GetProperty("items").EnumerateArray()
                .Where(item =>
                    item.GetProperty("code").GetString() is { } code
                        && (code.StartsWith("RANK", StringComparison.Ordinal) || code.StartsWith("AD", StringComparison.Ordinal) || code == "CS8785"))
                .Select(item => new Shown(
                    item.GetProperty("code").GetString()!, item.GetProperty("severity").GetInt32(), Marked(item.GetProperty("range")),
                        item.GetProperty("message").GetString()!,
                    item.TryGetProperty("codeDescription", out var description) ? description.GetProperty("href").GetString() : null))
                .OrderBy(shown => shown.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The text that a hover shows inside of a marker.</summary>
    public async Task<string> Hover(string marker, int inside = 0)
    {
        var answer = await server.Ask("textDocument/hover", At(marker, inside));
        return answer.ValueKind == JsonValueKind.Null ? "" : answer.GetProperty("contents").GetProperty("value").GetString()!;
    }

    /// <summary>The names that are offered inside of a marker.</summary>
    public async Task<IReadOnlyList<string>> Complete(string marker, int inside)
    {
        var answer = await server.Ask("textDocument/completion", At(marker, inside));
        var items = answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("items");
        return [.. items.EnumerateArray().Select(item => item.GetProperty("label").GetString()!)];
    }

    /// <summary>Where a definition is.</summary>
    public async Task<string> Definition(string marker, int inside) => (await server.Ask("textDocument/definition", At(marker, inside))).ToString();

    private async Task Edit(int start, int length, string with)
    {
        var range = new { start = Position(start), end = Position(start + length) };
        Text = Text[..start] + with + Text[(start + length)..];
        await server.Tell(
            "textDocument/didChange", new { textDocument = new { uri, version = ++version }, contentChanges = new[] { new { range, text = with } } });
    }

    private object At(string marker, int inside)
    {
        var start = Text.IndexOf(marker, StringComparison.Ordinal);
        Assert.True(start >= 0, marker);
        return new { textDocument = new { uri }, position = Position(start + inside) };
    }

    private object Position(int offset)
    {
        var before = Text[..offset];
        return new { line = before.Count(character => character == '\n'), character = offset - (before.LastIndexOf('\n') + 1) };
    }

    private string Marked(JsonElement range) => Text[Offset(range.GetProperty("start"))..Offset(range.GetProperty("end"))];

    private int Offset(JsonElement position)
        => Text.Split('\n').Take(position.GetProperty("line").GetInt32()).Sum(line => line.Length + 1) + position.GetProperty("character").GetInt32();
}

/// <summary>A diagnostic as an editor shows it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Severity">1 an error, 2 a warning, 3 information.</param>
/// <param name="Marked">The text under the squiggle.</param>
/// <param name="Message">The message.</param>
/// <param name="Link">The page of the rule.</param>
internal sealed record Shown(string Id, int Severity, string Marked, string Message, string? Link);
