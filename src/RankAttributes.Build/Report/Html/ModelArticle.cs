using System.Globalization;
using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>One model on a page: what it needs, why, and what to change.</summary>
internal static class ModelArticle
{
    public static Markup Render(PageModel model) => Markup.Of($"""
        <article id="{model.Id}" aria-labelledby="{model.Id}-name">
        <h2 id="{model.Id}-name">{model.Model.DisplayName}</h2>
        <p class="place"><code>{model.Model.TypeName}</code>{Place(model.Report.Place)}</p>
        {Headline(model)}
        <p class="summary">{Wording.Summary(model.Prediction)}</p>
        {Trained(model)}
        {Marks(model.Prediction)}
        <ul class="advice">
        {Markup.Join(Advice.Of(model.Prediction).Select(line => Markup.Of($"<li>{line}</li>\n")))}</ul>
        {Figures.Render(model)}
        {LayerTable.Render(model)}
        {CreationTable.Render(model)}
        {ComparisonTable.Render(model)}
        <h3>Certificate</h3>
        {CertificateNote.Render(model.Prediction)}
        {UnreadLayers(model)}
        </article>

        """);

    private static Markup Place(SourcePlace place) => place.File is null ? Markup.Empty : Markup.Of($" in <code>{place.ToString()}</code>");

    private static Markup Headline(PageModel model) => Markup.Of($"""
        <div class="headline {PageModel.Class(model.Prediction.Verdict)}">
        <p class="asked"><span class="figure">{Wording.Samples(model.Prediction)}</span> <span class="label">samples needed, N̂</span></p>
        <p class="available"><span class="figure">{Wording.Available(model.Prediction)}</span> <span class="label">samples to train on, N{Source(model.Prediction)}</span></p>
        <p class="verdict">{PageModel.Chip(model.Prediction)} {PageModel.Chip(model.Report.Trained)}</p>
        {Meter(model.Prediction)}
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

    private static Markup UnreadLayers(PageModel model) => model.Model.UnreadLayers.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>What could not be read</h3>
        <dl class="unknowns">
        {Markup.Join(model.Model.UnreadLayers.Select(unread => Markup.Of($"<div><dt><code>{unread.Name}</code></dt><dd>{unread.Reason}</dd></div>\n")))}</dl>
        """);
}
