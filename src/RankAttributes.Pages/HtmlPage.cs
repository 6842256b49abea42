using System.Security.Cryptography;
using System.Text;

namespace RankAttributes.Pages;

/// <summary>What every page has: one file with its style and its script in it, that fetches nothing and runs nothing else.</summary>
public static class HtmlPage
{
    private static readonly string Style = PageResource.Read("chart.css") + PageResource.Read("page.css");
    private static readonly string Script = PageResource.Read("page.js");

    /// <summary>Renders a page.</summary>
    /// <param name="title">The title of the window.</param>
    /// <param name="eyebrow">What kind of page it is.</param>
    /// <param name="heading">What it is about.</param>
    /// <param name="lede">The whole of it in a line.</param>
    /// <param name="content">The sections.</param>
    /// <param name="meaning">What the numbers mean.</param>
    /// <param name="secondsToReload">After how long the page loads itself again, or <see langword="null"/>.</param>
    public static string Render(string title, string eyebrow, string heading, string lede, Markup content, Markup meaning, int? secondsToReload = null)
        => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">{Reload(secondsToReload)}
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{Hash(Script)}'; img-src data:; base-uri 'none'; form-action 'none'">
        <link rel="icon" href="data:,">
        <title>{title}</title>
        <style>{new Markup(Style)}</style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
        <p class="eyebrow">{eyebrow}</p>
        <h1>{heading}</h1>
        <p class="lede">{lede}</p>
        </header>
        <main id="content">
        {content}
        </main>
        <footer>
        <h2>What the numbers mean</h2>
        {meaning}
        </footer>
        <script>{new Markup(Script)}</script>
        </body>
        </html>

        """).Html.Replace("\r\n", "\n");

    private static Markup Reload(int? seconds) => seconds is { } after ? Markup.Of($"\n<meta http-equiv=\"refresh\" content=\"{after}\">") : Markup.Empty;

    private static string Hash(string script)
    {
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(script)));
    }
}
