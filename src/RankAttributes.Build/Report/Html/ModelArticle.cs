using System.Globalization;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>One model on a page: what it asks for, why, and what to change.</summary>
internal static class ModelArticle
{
    public static Markup Render(PageModel model) => Markup.Of($"""
        <article id="{model.Id}" aria-labelledby="{model.Id}-name">
        <h2 id="{model.Id}-name">{model.Model.DisplayName}</h2>
        <p class="place"><code>{model.Model.TypeName}</code>{Place(model.Model.Place)}</p>
        {Headline(model.Report)}
        {Marks(model.Report)}
        <ul class="advice">
        {Markup.Join(Advice.Of(model.Report).Select(line => Markup.Of($"<li>{line}</li>\n")))}</ul>
        {Figures.Render(model)}
        {LayerTable.Render(model)}
        {CreationTable.Render(model)}
        {ComparisonTable.Render(model)}
        <h3>Certificate</h3>
        {CertificateNote.Render(model.Report)}
        {Unknowns(model)}
        </article>

        """);

    private static Markup Place(SourcePlace place) => place.File is null ? Markup.Empty : Markup.Of($" in <code>{place.ToString()}</code>");

    private static Markup Headline(ModelReport report) => Markup.Of($"""
        <div class="headline {PageModel.Class(report.Verdict)}">
        <p class="asked"><span class="figure">{ReportText.Predicted(report)}</span> <span class="label">samples asked for, N̂</span></p>
        <p class="available"><span class="figure">{ReportText.Available(report.Model)}</span> <span class="label">samples to train on, N{Source(report.Model)}</span></p>
        <p class="verdict">{PageModel.Chip(report)}</p>
        {Meter(report)}
        </div>
        """);

    private static string Source(ReportedModel model) => model.SamplesSource is { } source ? $", from {source}" : "";

    private static Markup Meter(ModelReport report)
    {
        if (report is not { PredictedSamples: { } predicted, Model.Samples: >= 1 }) return Markup.Empty;
        var ratio = predicted / report.Model.Samples;

        // The whole bar is the larger of the two numbers, and a notch marks N.
        var scale = Math.Max(ratio, 1);
        var filled = Length(ratio / scale);
        var notch = Length(1 / scale);
        return Markup.Of($"""
            <div class="meter" role="img" aria-label="N̂ is {Cells.Ratio(ratio)} of N"><span class="fill" style="width:{filled}"></span><span class="notch" style="left:{notch}"></span></div>
            <p class="ratio">N̂ is {Cells.Ratio(ratio)} of N{Gap(report)}</p>
            """);
    }

    private static string Gap(ModelReport report) => report.PredictedGap is { } gap ? $"; the predicted generalization gap is {NumberText.Gap(gap)}{(gap >= 1 ? ", vacuous" : "")}" : "";

    private static string Length(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static Markup Marks(ModelReport report) => Markup.Join(Notes.Of(report).Select(note => Markup.Of($"<p class=\"note\">{note}</p>\n")));

    private static Markup Unknowns(PageModel model) => model.Model.Unread.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>What could not be read</h3>
        <dl class="unknowns">
        {Markup.Join(model.Model.Unread.Select(unread => Markup.Of($"<div><dt><code>{unread.Name}</code></dt><dd>{unread.Reason}</dd></div>\n")))}</dl>
        """);
}
