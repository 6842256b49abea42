using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>
/// The report as one self-contained page for people: light and dark, on paper and on a phone, without a network. Equal reports give equal
/// text; line ends are <c>\n</c>.
/// </summary>
internal static class HtmlReport
{
    /// <summary>The page of one assembly.</summary>
    public static string Render(BoundReport report) => Render(report.Assembly, [report]);

    /// <summary>One page of several assemblies: the view of a solution.</summary>
    /// <param name="title">What the page is about.</param>
    /// <param name="reports">The assemblies in the order they are shown.</param>
    public static string Render(string title, IReadOnlyList<BoundReport> reports)
    {
        var models = reports.SelectMany(report => report.Models.Select(model => (report.Assembly, Model: model)))
            .Select((item, index) => new PageModel(item.Model, item.Assembly, $"model-{Figure.Size(index + 1)}"))
            .ToList();
        return HtmlPage.Render(
            $"Bound report: {title}",
            "RankAttributes bound report",
            title,
            Lede(models),
            Markup.Of($"""
                {SummaryTable.Render(models, withAssembly: reports.Count > 1)}
                {Markup.Join(models.Select(ModelArticle.Render))}
                {SuppressedTable.Render(reports)}
                """),
            Markup.Of($"""
                <p>{Wording.Disclaimer}</p>
                <p>N̂ = L·R² is the number of training samples at which the generalization gap that the theorem predicts, about √(L/N)·R, reaches 1, where it stops saying anything.
                R² adds up a term for each weight matrix: (r(m + n))<sup>2/(p+2)</sup> · (m·w)<sup>p/(p+2)</sup> · Γ<sup>2p/(p+2)</sup> for an m × n matrix of rank budget r with w spatial
                positions; the factor in m·w is 1 for the last layer.</p>
                <p>Source: A. Ledent, R. Alves, Y. Lei, <cite>Generalization Bounds for Rank-sparse Neural Networks</cite>, NeurIPS 2025, <a href="https://arxiv.org/abs/2510.21945">arXiv 2510.21945</a>.</p>
                """));
    }

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
