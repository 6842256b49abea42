using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>The report as Markdown for a pull request or a job summary. Line ends are <c>\n</c>; the culture plays no part.</summary>
internal static class MarkdownReport
{
    /// <summary>What must stand with every predicted number.</summary>
    public const string Disclaimer = ReportText.Disclaimer;

    /// <summary>Renders a report.</summary>
    public static string Render(BoundReport report)
    {
        var text = new MarkdownWriter();
        text.Line($"# Sample complexity of {MarkdownWriter.Escape(report.Assembly)}");
        text.Line();
        text.Line(Disclaimer);
        text.Table(
            ["model", "N̂", "N", "verdict", "largest rank that fits", "source"],
            "lrrlrl",
            report.Models.Select(model => new[]
            {
                MarkdownWriter.Escape(model.Model.DisplayName),
                ReportText.Predicted(model),
                ReportText.Available(model.Model),
                Words(model),
                ReportText.LargestRank(model),
                MarkdownWriter.Code(model.Model.Place.ToString()),
            }));
        foreach (var model in report.Models) Model(text, model);
        Suppressed(text, report);
        return text.ToString();
    }

    private static void Model(MarkdownWriter text, ModelReport model)
    {
        text.Line();
        text.Line($"## {MarkdownWriter.Escape(model.Model.DisplayName)}");
        text.Line();
        foreach (var line in Notes.Of(model).Concat(Advice.Of(model))) text.Line($"- {MarkdownWriter.Escape(line)}");
        foreach (var unread in model.Model.Unread) text.Line($"- Not read: {MarkdownWriter.Escape(unread.Name)} ({MarkdownWriter.Escape(unread.Reason)}).");
        text.Table(["layer", "kind", "shape", "rank", "p", "share of N̂"], "llrrrr", model.Layers.Select(Layer));
        if (model.Creations.Count == 0) return;
        text.Line();
        text.Line("Where it is created:");
        text.Table(["creation", "in", "N̂", "verdict"], "llrl", model.Creations.Select(creation => new[]
        {
            MarkdownWriter.Code(creation.Creation.Expression),
            MarkdownWriter.Code(Where(creation.Creation)),
            ReportText.Predicted(creation.Report),
            Words(creation.Report),
        }));
    }

    private static string Where(ReportedCreation creation) => creation.Place.File is null ? creation.Member : $"{creation.Member}, {creation.Place}";

    private static string[] Layer(LayerReport layer) =>
    [
        MarkdownWriter.Escape(layer.Declared.Name),
        MarkdownWriter.Escape(layer.Declared.Kind),
        ReportText.Shape(layer.Declared) + (ReportText.Expression(layer.Declared) is { } expression ? " " + MarkdownWriter.Code(expression) : ""),
        ReportText.Rank(layer),
        NumberText.Index(layer.Declared.P),
        layer.Contribution is { } share ? NumberText.Percent(share) : "–",
    ];

    private static void Suppressed(MarkdownWriter text, BoundReport report)
    {
        if (report.Suppressed.Count == 0 && report.SuppressedUnknown is null) return;
        text.Line();
        text.Line("## Suppressed diagnostics");
        if (report.SuppressedUnknown is { } reason) text.Line($"Not all are known: {MarkdownWriter.Escape(reason)}.");
        if (report.Suppressed.Count == 0) return;
        text.Table(["rule", "by", "place", "what it would have said"], "llll", report.Suppressed.Select(item => new[]
        {
            item.Id, MarkdownWriter.Escape(item.How), MarkdownWriter.Code(item.Place.ToString()), MarkdownWriter.Escape(item.Message ?? ""),
        }));
    }

    private static string Words(ModelReport model) => model.Verdict is Verdict.TooFewSamples ? $"**{ReportText.Words(model)}**" : ReportText.Words(model);
}
