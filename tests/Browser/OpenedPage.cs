using System.Text.Json;
using Microsoft.Playwright;

namespace RankAttributes.Tests.Browser;

/// <summary>A report as a reader has it before them, and everything the browser complained about or fetched.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly string file;
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private OpenedPage(string file, IPlaywright playwright, IBrowser browser, IPage page)
        => (this.file, this.playwright, this.browser, Page) = (file, playwright, browser, page);

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public static async Task<OpenedPage> Open(string html, ColorScheme scheme = ColorScheme.Light, int width = 1100, string name = "report",
        bool withScript = true)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".html");
        await File.WriteAllTextAsync(file, html);
        var playwright = await Playwright.CreateAsync();

        // In a container, as root, the sandbox cannot start; the pages are our own.
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox"] });
        var context = await browser.NewContextAsync(
            new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = withScript });
        var opened = new OpenedPage(file, playwright, browser, await context.NewPageAsync());
        opened.Page.Console += (_, message) => opened.Complaints.Add($"{message.Type}: {message.Text}");
        opened.Page.PageError += (_, error) => opened.Complaints.Add(error);
        opened.Page.Request += (_, request) => opened.Requests.Add(request.Url);
        await opened.Page.GotoAsync(new Uri(file).AbsoluteUri);
        await opened.Picture($"{name}-{scheme}-{width}");
        return opened;
    }

    /// <summary>The value of an expression; functions of the page's own objects included.</summary>
    public async Task<JsonElement> Ask(string expression) => (await Page.EvaluateAsync(expression))!.Value;

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
        File.Delete(file);
    }

    /// <summary>For people: the pages, on a screen and as they are, in the folder that RANK_SCREENSHOTS names.</summary>
    private async Task Picture(string name)
    {
        if (Environment.GetEnvironmentVariable("RANK_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        File.Copy(file, Path.Combine(folder, name + ".html"), overwrite: true);
    }
}
