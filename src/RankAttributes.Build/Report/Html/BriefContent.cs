using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>A model among many: what it needs, what to change, and the layers and creations that decide.</summary>
internal static class BriefContent
{
    public static Markup Render(PageModel model) => Markup.Of($"""
        <p class="place"><code>{model.Model.TypeName}</code>{ModelArticle.Place(model.Report.Place)}</p>
        <p>{Wording.Summary(model.Prediction)} {Trained(model)}</p>
        <ul class="advice">{Markup.Join([.. First(model), .. Creations(model), .. Unread(model)])}</ul>
        {Layers(model)}
        """);

    private static string Trained(PageModel model) => model.Report.Trained is { } trained ? TrainedText.Summary(trained) : "";

    private static IEnumerable<Markup> First(PageModel model) => Advice.Of(model.Prediction).Take(1).Select(line => Markup.Of($"<li>{line}</li>"));

    private static IEnumerable<Markup> Creations(PageModel model) => model.Report.Creations.Take(model.Detail.MaxItems)
        .Select(creation => (creation.Point.Expression, Words: $"{Wording.Need(creation.Prediction)}: {Wording.Verdict(creation.Prediction)}"))
        .Select(creation => Markup.Of($"<li><code>{creation.Expression}</code> {creation.Words}</li>"))
        .Append(PageModel.More(model.Report.Creations.Count - model.Detail.MaxItems, "creations"));

    private static IEnumerable<Markup> Unread(PageModel model) => model.Model.UnreadLayers.Take(model.Detail.MaxItems)
        .Select(unread => Markup.Of($"<li>Not read: <code>{unread.Name}</code>, {unread.Reason}</li>"))
        .Append(PageModel.More(model.Model.UnreadLayers.Count - model.Detail.MaxItems, "unread layers"));

    private static Markup Layers(PageModel model)
    {
        var others = new OtherLayers(model);
        var rows = OtherLayers.Shown(model).Select(index => Row(model, model.Prediction.Layers[index]));
        if (others.Any) rows = rows.Append(Markup.Of($"<tr><th scope=\"row\">{others.Name}<td><td>{Gap(model)}<td>{others.Share}\n"));
        return model.Prediction.Layers.Count == 0 ? Markup.Empty : Markup.Of($"""
            <table>
            <thead><tr><th scope="col">Layer<th scope="col">Shape<th scope="col">Rank{ReachedHead(model)}<th scope="col">Share</thead>
            <tbody>
            {Markup.Join(rows)}</table>
            """);
    }

    // Ends of cells and rows are left to the browser: there may be hundreds.
    private static Markup Row(PageModel model, LayerPrediction layer)
    {
        var (shape, rank, share) = (LayerText.Shape(layer.Declared), LayerText.Rank(layer), LayerText.Share(layer));
        return Markup.Of($"<tr><th scope=\"row\"><code>{layer.Declared.Name}</code><td>{shape}<td>{rank}{Reached(model, layer)}<td>{share}\n");
    }

    private static Markup ReachedHead(PageModel model) => model.Report.Trained is null ? Markup.Empty : new Markup("<th scope=\"col\">Reached");

    private static Markup Reached(PageModel model, LayerPrediction layer)
        => model.Report.Trained is { } trained ? Markup.Of($"<td>{TrainedText.Rank(trained, layer.Declared)}") : Markup.Empty;

    private static Markup Gap(PageModel model) => model.Report.Trained is null ? Markup.Empty : new Markup("<td>");
}
