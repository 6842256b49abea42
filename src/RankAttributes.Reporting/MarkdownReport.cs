using System.Globalization;
using System.Text;

namespace RankAttributes.Reporting;

/// <summary>The report as Markdown for a pull request or a job summary. Line ends are <c>\n</c>; the culture plays no part.</summary>
public static class MarkdownReport
{
    /// <summary>What must stand with every predicted number.</summary>
    public const string Disclaimer =
        "N̂ is the predicted sample complexity: the dominant term of Theorem 3.6 of arXiv 2510.21945 as a rate, constants and logarithms dropped. "
        + "It compares designs; it promises no accuracy.";

    /// <summary>Renders a report.</summary>
    public static string Render(BoundReport report)
    {
        var text = new StringBuilder();
        Line(text, $"# Sample complexity of {Escape(report.Assembly)}");
        Line(text);
        Line(text, "| model | N̂ | N | verdict | largest rank that fits |");
        Line(text, "|---|--:|--:|---|--:|");
        foreach (var model in report.Models)
        {
            Line(text, $"| {Escape(model.Model.DisplayName)} | {Predicted(model)} | {(model.Model.Samples < 1 ? "not declared" : Count(model.Model.Samples))} "
                + $"| {Words(model.Verdict)} | {(model.LargestRankThatFits is { } rank ? Count(rank) : "–")} |");
        }

        foreach (var model in report.Models) Model(text, model);
        Line(text);
        Line(text, Disclaimer);
        return text.ToString();
    }

    private static void Model(StringBuilder text, ModelReport model)
    {
        Line(text);
        Line(text, $"## {Escape(model.Model.DisplayName)}");
        Line(text);
        if (model.Model.File is { } file) Line(text, $"`{file.Replace("`", "'")}`, line {model.Model.Line.ToString(CultureInfo.InvariantCulture)}");
        foreach (var note in Notes(model)) Line(text, note);
        Line(text);
        Line(text, "| layer | kind | shape | rank | p | share |");
        Line(text, "|---|---|--:|--:|--:|--:|");
        foreach (var layer in model.Layers)
        {
            var declared = layer.Declared;
            Line(text, $"| {Escape(declared.Name)} | {Escape(declared.Kind)} | {Dimension(declared.Outputs)} × {Dimension(declared.Inputs)} | {Rank(layer)} "
                + $"| {declared.P.ToString("0.###", CultureInfo.InvariantCulture)} | {(layer.Contribution is { } share ? Percent(share) : "–")} |");
        }
    }

    private static IEnumerable<string> Notes(ModelReport model)
    {
        if (model.IsLowerEstimate) yield return "A lower estimate: a shape or a spatial width is unknown.";
        if (model.IsExtrapolated) yield return "Extrapolated beyond the theorem: it does not cover every layer of this model.";
        foreach (var unread in model.Model.Unread) yield return $"Not read: {Escape(unread.Name)} ({Escape(unread.Reason)}).";
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Fits => "fits",
        Verdict.TooFewSamples => "**too few samples**",
        Verdict.DatasetSizeUnknown => "dataset size unknown",
        _ => "not predicted",
    };

    private static string Predicted(ModelReport model) => model.PredictedSamples is { } samples
        ? (model.IsLowerEstimate ? "≥ " : "") + Count(samples)
        : "–";

    private static string Rank(LayerReport layer) => layer switch
    {
        { RankBudget: null } => "–",
        { Declared.IsRegularized: false } => $"{Count(layer.RankBudget.Value)} (not regularized)",
        { Declared.Rank: > 0 } => $"≤ {Count(layer.RankBudget.Value)}",
        _ => $"{Count(layer.RankBudget.Value)} (full)",
    };

    private static string Dimension(long size) => size < 1 ? "?" : size.ToString(CultureInfo.InvariantCulture);

    private static string Count(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture) + "%";

    /// <summary>Text that stays text in a table cell: no markup of Markdown or HTML, no line end.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '<') escaped.Append("&lt;");
            else if (character is '>') escaped.Append("&gt;");
            else if (character is '&') escaped.Append("&amp;");
            else if (char.IsControl(character)) escaped.Append(' ');
            else if ("\\`*_[]|#".IndexOf(character) >= 0) escaped.Append('\\').Append(character);
            else escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
