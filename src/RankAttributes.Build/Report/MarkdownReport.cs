using RankAttributes.Declarations;

namespace RankAttributes.Build.Report;

/// <summary>The report as Markdown for a pull request or a job summary. Line ends are <c>\n</c>; the culture plays no part.</summary>
internal static class MarkdownReport
{
    /// <summary>Renders a report.</summary>
    public static string Render(BoundReport report)
    {
        var text = new MarkdownWriter();
        text.Line($"# Sample complexity of {MarkdownWriter.Escape(report.Assembly)}");
        text.Line();
        text.Line(Wording.Disclaimer);
        var isTrained = report.Models.Any(model => model.Trained is not null);
        text.Table(
            ["model", "N̂", "N", "verdict", .. isTrained ? ["trained"] : Array.Empty<string>(), "largest rank that fits", "source"],
            $"lrrl{(isTrained ? "l" : "")}rl",
            report.Models.Select(model => (string[])
            [
                MarkdownWriter.Escape(model.Declared.DisplayName),
                Wording.Samples(model.Prediction),
                Wording.Available(model.Prediction),
                Words(model.Prediction),
                .. isTrained ? [model.Trained is { } trained ? Words(trained) : "–"] : Array.Empty<string>(),
                Wording.LargestRankCell(model.Prediction),
                MarkdownWriter.Code(model.Place.ToString()),
            ]));
        foreach (var model in report.Models) Model(text, model);
        Suppressed(text, report);
        return text.ToString();
    }

    private static void Model(MarkdownWriter text, ReportedModel model)
    {
        text.Line();
        text.Line($"## {MarkdownWriter.Escape(model.Declared.DisplayName)}");
        text.Line();
        text.Line($"{MarkdownWriter.Escape(Wording.Summary(model.Prediction))}");
        text.Line();
        foreach (var line in Wording.Notes(model.Prediction).Concat(Advice.Of(model.Prediction))) text.Line($"- {MarkdownWriter.Escape(line)}");
        foreach (var unread in model.Declared.UnreadLayers)
            text.Line($"- Not read: {MarkdownWriter.Escape(unread.Name)} ({MarkdownWriter.Escape(unread.Reason)}).");
        if (model.Trained is { } trained) text.Line($"- {MarkdownWriter.Escape(TrainedText.Summary(trained))}");
        string[] reached = model.Trained is null ? [] : ["reached"];
        text.Table(["layer", "kind", "shape", "rank", .. reached, "p", "share of N̂"], $"llrr{(model.Trained is null ? "" : "r")}rr",
            model.Prediction.Layers.Select(layer => Layer(model, layer)));
        if (model.Creations.Count == 0) return;
        text.Line();
        text.Line("Where it is created:");
        text.Table(["creation", "in", "N̂", "verdict"], "llrl", model.Creations.Select(creation => new[]
        {
            MarkdownWriter.Code(creation.Point.Beginning),
            MarkdownWriter.Code(Where(creation)),
            Wording.Samples(creation.Prediction),
            Words(creation.Prediction),
        }));
    }

    private static string Where(ReportedCreation creation) => creation.Place.File is null ? creation.Member : $"{creation.Member}, {creation.Place}";

    private static string[] Layer(ReportedModel model, LayerPrediction layer) =>
    [
        MarkdownWriter.Escape(layer.Declared.Name),
        MarkdownWriter.Escape(layer.Declared.Kind.ToString()),
        LayerText.Shape(layer.Declared) + (LayerText.Expression(layer.Declared, model.Declared.Written(layer.Declared)) is { } expression ? " "
            + MarkdownWriter.Code(expression) : ""),
        LayerText.Rank(layer),
        .. model.Trained is { } trained ? [TrainedText.Rank(trained, layer.Declared)] : Array.Empty<string>(),
        Figure.Real(layer.Declared.Settings.P),
        LayerText.Share(layer),
    ];

    private static void Suppressed(MarkdownWriter text, BoundReport report)
    {
        if (report.Suppressed.Count == 0 && report.SuppressedUnknown is null) return;
        text.Line();
        text.Line("## Suppressed diagnostics");
        if (report.SuppressedUnknown is { } reason) text.Line($"Not all are known: {MarkdownWriter.Escape(reason)}.");
        if (report.Suppressed.Count == 0) return;
        text.Table(["rule", "by", "place", "message"], "llll", report.Suppressed.Select(item => new[]
        {
            item.Id, MarkdownWriter.Escape(item.How), MarkdownWriter.Code(item.Place.ToString()), MarkdownWriter.Escape(item.Message ?? ""),
        }));
    }

    private static string Words(TrainedPrediction trained) => trained.Exceeded.Count > 0 ? $"**{TrainedText.Verdict(trained)}**" : TrainedText.Verdict(trained);

    private static string Words(ModelPrediction model) => model.Verdict is Verdict.TooFewSamples ? $"**{Wording.Verdict(model)}**" : Wording.Verdict(model);
}
