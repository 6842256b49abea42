using System.Text;
using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>
/// The report as one self-contained page for people: light and dark, on paper and on a phone, offline. Equal reports give equal
/// text; line ends are <c>\n</c>.
/// </summary>
internal static class HtmlReport
{
    /// <summary>How long a page may be before it shows less of each model, so that a phone opens it at once.</summary>
    public const int MaxBytes = 300_000;

    /// <summary>The page of one assembly.</summary>
    public static string Render(BoundReport report) => Render(report.Assembly, [report]);

    /// <summary>One page of several assemblies: the view of a solution.</summary>
    /// <param name="title">What the page is about.</param>
    /// <param name="reports">The assemblies in the order they are shown.</param>
    public static string Render(string title, IReadOnlyList<BoundReport> reports) => Render(title, reports, Figures.Render);

    /// <summary>The same with charts of another kind.</summary>
    internal static string Render(string title, IReadOnlyList<BoundReport> reports, Func<PageModel, Markup> draw)
    {
        var levels = Detail.Levels(reports.Sum(report => report.Models.Count));
        return levels.Select(detail => Render(title, reports, draw, detail, MaxBytes)).FirstOrDefault(page => page is not null)
            ?? Render(title, reports, draw, levels[levels.Count - 1], int.MaxValue)!;
    }

    /// <summary>The page; <see langword="null"/> where it would be longer than allowed.</summary>
    private static string? Render(string title, IReadOnlyList<BoundReport> reports, Func<PageModel, Markup> draw, Detail detail, int maxBytes)
    {
        var models = reports.SelectMany(report => report.Models.Select(model => (report.Assembly, Model: model)))
            .Select((item, index) => new PageModel(item.Model, item.Assembly, $"model-{Figure.Size(index + 1)}", detail))
            .ToList();

        if (Articles(models, draw, maxBytes) is not { } articles) return null;
        var page = HtmlPage.Render(
            $"Bound report: {title}",
            "RankAttributes bound report",
            title,
            Lede(models),
            Markup.Of($"""
                {SummaryTable.Render(models, withAssembly: reports.Count > 1)}
                {Shortened(detail)}
                {new Markup(articles)}
                {SuppressedTable.Render(reports)}
                """),
            Markup.Of($"""
                <p>{Wording.Disclaimer}</p>
                <p>N̂ = L·R² is the number of training samples at which the generalization gap that the theorem predicts, about √(L/N)·R, reaches 1, where it stops saying anything.
                R² adds up a term for each m × n weight matrix of rank budget r. While norms are not declared, the term is r(m + n). With norms it is
                (r(m + n))<sup>2/(p+2)</sup> · (m·w)<sup>p/(p+2)</sup> · Γ<sup>2p/(p+2)</sup>, w being the number of spatial positions; the factor in m·w is 1 for the last layer.</p>
                <p>Source: A. Ledent, R. Alves, Y. Lei, <cite>Generalization Bounds for Rank-sparse Neural Networks</cite>, NeurIPS 2025, <a href="https://arxiv.org/abs/2510.21945">arXiv 2510.21945</a>.</p>
                """));
        return Encoding.UTF8.GetByteCount(page) <= maxBytes ? page : null;
    }

    /// <summary>The models one after the other; <see langword="null"/> as soon as they are longer than allowed.</summary>
    private static string? Articles(IReadOnlyList<PageModel> models, Func<PageModel, Markup> draw, int maxBytes)
    {
        var texts = new List<string>();
        var length = 0;
        foreach (var model in models)
        {
            var text = ModelArticle.Render(model).Html;
            if ((length += text.Length) > maxBytes) return null;
            texts.Add(text);
        }

        // Charts take time: they are drawn where the page is short enough without them.
        var articles = new StringBuilder();
        for (var index = 0; index < texts.Count; index++)
        {
            var (text, charts) = (texts[index], texts[index].IndexOf(ModelArticle.Charts));
            if (charts < 0) articles.Append(text);
            else articles.Append(text, 0, charts).Append(draw(models[index]).Html).Append(text, charts + 1, text.Length - charts - 1);
            if (articles.Length > maxBytes) return null;
        }

        return articles.ToString();
    }

    private static Markup Shortened(Detail detail) => !detail.IsShortened ? Markup.Empty : Markup.Of($"""
        <p class="note">Shortened, so that the page stays small: {(detail.IsBrief ? "charts are left out, and " : "")}the layers with
        the smallest shares are added up. The JSON form has everything.</p>
        """);

    private static string Lede(IReadOnlyList<PageModel> models)
    {
        var parts = models.GroupBy(model => model.Prediction.Verdict).OrderBy(group => group.Key).Select(group => Counted(group.Key, group.Count()));
        return $"{Figure.Size(models.Count)} {(models.Count == 1 ? "model" : "models")}: {string.Join(", ", parts)}";
    }

    private static string Counted(Verdict verdict, int count) => Figure.Size(count) + verdict switch
    {
        Verdict.Fits => count == 1 ? " fits its dataset" : " fit their dataset",
        Verdict.TooFewSamples => count == 1 ? " needs more samples than it has" : " need more samples than they have",
        Verdict.DatasetSizeUnknown => " without a dataset size",
        _ => " not predicted",
    };
}
