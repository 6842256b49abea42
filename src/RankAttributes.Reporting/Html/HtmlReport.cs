using System.Security.Cryptography;
using System.Text;

namespace RankAttributes.Reporting;

/// <summary>
/// The report as one self-contained page for people: light and dark, on paper and on a phone, without a network. Equal reports give equal
/// text; line ends are <c>\n</c>.
/// </summary>
public static class HtmlReport
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");

    /// <summary>The page of one assembly.</summary>
    public static string Render(BoundReport report) => Render(report.Assembly, [report]);

    /// <summary>One page of several assemblies: the view of a solution.</summary>
    /// <param name="title">What the page is about.</param>
    /// <param name="reports">The assemblies in the order they are shown.</param>
    public static string Render(string title, IReadOnlyList<BoundReport> reports)
    {
        var models = reports.SelectMany(report => report.Models.Select(model => (report.Assembly, Model: model)))
            .Select((item, index) => new PageModel(item.Model, item.Assembly, $"model-{ReportText.Plain(index + 1)}"))
            .ToList();
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{Hash(Script)}'; img-src data:; base-uri 'none'; form-action 'none'">
            <link rel="icon" href="data:,">
            <title>Bound report: {title}</title>
            <style>{new Markup(Style)}</style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the models</a>
            <header>
            <p class="eyebrow">RankAttributes bound report</p>
            <h1>{title}</h1>
            <p class="lede">{Lede(models)}</p>
            </header>
            <main id="content">
            {SummaryTable.Render(models, withAssembly: reports.Count > 1)}
            {Markup.Join(models.Select(ModelArticle.Render))}
            {SuppressedTable.Render(reports)}
            </main>
            <footer>
            <h2>What the numbers mean</h2>
            <p>{ReportText.Disclaimer}</p>
            <p>N̂ = L·R² is the number of training samples at which the generalization gap that the theorem predicts, about √(L/N)·R, reaches 1, where it stops saying anything.
            R² adds up a term for each weight matrix: (r(m + n))<sup>2/(p+2)</sup> · (m·w)<sup>p/(p+2)</sup> · Γ<sup>2p/(p+2)</sup> for an m × n matrix of rank budget r with w spatial
            positions; the factor in m·w is 1 for the last layer.</p>
            <p>Source: A. Ledent, R. Alves, Y. Lei, <cite>Generalization Bounds for Rank-sparse Neural Networks</cite>, NeurIPS 2025, <a href="https://arxiv.org/abs/2510.21945">arXiv 2510.21945</a>.</p>
            </footer>
            <script>{new Markup(Script)}</script>
            </body>
            </html>

            """).Html.Replace("\r\n", "\n");
    }

    private static string Lede(IReadOnlyList<PageModel> models)
    {
        var parts = models.GroupBy(model => model.Report.Verdict).OrderBy(group => group.Key).Select(group => Counted(group.Key, group.Count()));
        return $"{ReportText.Plain(models.Count)} {(models.Count == 1 ? "model" : "models")}: {string.Join(", ", parts)}";
    }

    private static string Counted(Verdict verdict, int count) => ReportText.Plain(count) + verdict switch
    {
        Verdict.Fits => count == 1 ? " fits its dataset" : " fit their dataset",
        Verdict.TooFewSamples => count == 1 ? " asks for more samples than it has" : " ask for more samples than they have",
        Verdict.DatasetSizeUnknown => " without a dataset size",
        _ => " not predicted",
    };

    private static string Hash(string script)
    {
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(script)));
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return "\n" + reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
