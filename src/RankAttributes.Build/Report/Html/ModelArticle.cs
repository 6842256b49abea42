using System.Globalization;
using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>One model on a page: what it needs, why, and what to change.</summary>
internal static class ModelArticle
{
    /// <summary>The place of the charts, which are drawn last. Escaped text holds no such character.</summary>
    public const char Charts = '\0';

    private static readonly Markup PlaceOfCharts = new(Charts.ToString());

    // The place to jump to lies inside the fold: a browser opens it then.
    public static Markup Render(PageModel model) => model.Detail.IsFolded ? Markup.Of($"""
        <article aria-labelledby="{model.Id}-name">
        <details>
        <summary class="title"><h2 id="{model.Id}-name">{model.Model.DisplayName}</h2> <span class="verdict">{Chips(model)}</span></summary>
        <div id="{model.Id}">
        {Content(model)}
        <p class="back"><a href="#summary">All models</a></p>
        </div>
        </details>
        </article>

        """) : Markup.Of($"""
        <article id="{model.Id}" aria-labelledby="{model.Id}-name">
        <div class="title"><h2 id="{model.Id}-name">{model.Model.DisplayName}</h2> <span class="verdict">{Chips(model)}</span></div>
        {Content(model)}
        </article>

        """);

    private static Markup Content(PageModel model) => model.Detail.IsBrief ? BriefContent.Render(model) : Markup.Of($"""
        <p class="place"><code>{model.Model.TypeName}</code>{Place(model.Report.Place)}</p>
        {Headline(model.Prediction)}
        <p class="summary">{Wording.Summary(model.Prediction)}</p>
        {Trained(model)}
        {Marks(model.Prediction)}
        <ul class="advice">
        {Markup.Join(Advice.Of(model.Prediction).Select(line => Markup.Of($"<li>{line}</li>\n")))}</ul>
        {PlaceOfCharts}
        {LayerTable.Render(model)}
        {CreationTable.Render(model)}
        {ComparisonTable.Render(model)}
        <h3>Certificate</h3>
        {CertificateNote.Render(model.Prediction)}
        {UnreadLayers(model)}
        """);

    private static Markup Chips(PageModel model) => Markup.Of($"{PageModel.Chip(model.Prediction)} {PageModel.Chip(model.Report.Trained)}");

    public static Markup Place(SourcePlace place) => place.File is null ? Markup.Empty : Markup.Of($" in <code>{place.ToString()}</code>");

    private static Markup Headline(ModelPrediction prediction) => Markup.Of($"""
        <div class="headline {PageModel.Class(prediction.Verdict)}">
        <p class="asked"><span class="figure">{Wording.Samples(prediction)}</span> <span class="label">samples needed, N̂</span></p>
        <p class="available"><span class="figure">{Wording.Available(prediction)}</span>
        <span class="label">samples to train on, N{Source(prediction)}</span></p>
        {Meter(prediction)}
        </div>
        """);

    private static Markup Trained(PageModel model)
        => model.Report.Trained is { } trained ? Markup.Of($"<p class=\"note\">{TrainedText.Summary(trained)}</p>") : Markup.Empty;

    private static string Source(ModelPrediction prediction) => prediction.Data?.Source is { Length: > 0 } source ? $", from {source}" : "";

    private static Markup Meter(ModelPrediction prediction)
    {
        if (prediction is not { Samples: { } predicted, HasSamples: true }) return Markup.Empty;
        var ratio = predicted / prediction.Data!.Samples;

        // The whole bar is the larger of the two numbers, and a notch marks N.
        var scale = Math.Max(ratio, 1);
        var filled = Length(ratio / scale);
        var notch = Length(1 / scale);
        return Markup.Of($"""
            <div class="meter" role="img" aria-label="N̂ is {Figure.Ratio(ratio)} of N"><span class="fill" style="width:{filled}"></span><span class="notch" style="left:{notch}"></span></div>
            <p class="ratio">N̂ is {Figure.Ratio(ratio)} of N{Gap(prediction)}</p>
            """);
    }

    private static string Gap(ModelPrediction prediction)
        => prediction.Gap is { } gap ? $"; the predicted generalization gap is {Figure.Gap(gap)}{(gap >= 1 ? ", vacuous" : "")}" : "";

    private static string Length(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static Markup Marks(ModelPrediction prediction)
        => Markup.Join(Wording.Notes(prediction).Select(note => Markup.Of($"<p class=\"note\">{note}</p>\n")));

    private static Markup UnreadLayer(UnreadLayer unread) => Markup.Of($"<div><dt><code>{unread.Name}</code></dt><dd>{unread.Reason}</dd></div>\n");

    private static Markup UnreadLayers(PageModel model) => model.Model.UnreadLayers.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>What could not be read</h3>
        <dl class="unknowns">
        {Markup.Join(model.Model.UnreadLayers.Take(model.Detail.MaxItems).Select(UnreadLayer))}</dl>
        <ul>{PageModel.More(model.Model.UnreadLayers.Count - model.Detail.MaxItems, "unread layers")}</ul>
        """);
}
