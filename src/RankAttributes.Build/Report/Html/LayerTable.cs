using System.Globalization;
using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>The layers of one model, in the network's order until a reader sorts them.</summary>
internal static class LayerTable
{
    public static Markup Render(PageModel model) => model.Prediction.Layers.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3 id="{model.Id}-layers">Layers</h3>
        <div class="scroll" role="region" aria-labelledby="{model.Id}-layers" tabindex="0">
        <table{(new OtherLayers(model).Any ? Markup.Empty : new Markup(" class=\"sortable\""))}>
        <thead><tr><th scope="col" class="number">#</th><th scope="col">Layer</th><th scope="col">Kind</th>
        <th scope="col" class="number">Shape</th>{WidthHead(model.Prediction)}<th scope="col" class="number">Rank</th>{ReachedHead(model)}
        <th scope="col" class="number">p</th><th scope="col" class="number">Samples</th><th scope="col" class="number">Share</th></tr></thead>
        <tbody>
        {Markup.Join(OtherLayers.Shown(model).Select(index => Row(model, model.Prediction.Layers[index], index + 1)))}{Others(model)}</tbody>
        </table>
        </div>
        """);

    private static Markup Others(PageModel model)
    {
        var others = new OtherLayers(model);
        var between = 4 + (model.Prediction.UsesNorms ? 1 : 0) + (model.Report.Trained is null ? 0 : 1);
        return !others.Any ? Markup.Empty : Markup.Of($"""
            <tr><td></td><th scope="row">{others.Name}</th><td colspan="{between}"></td>
            <td class="number">{others.Samples}</td><td class="number">{others.Share}</td></tr>

            """);
    }

    private static Markup Row(PageModel model, LayerPrediction layer, int number)
    {
        var declared = layer.Declared;
        return Markup.Of($"""
            <tr><td class="number" data-value="{number}">{number}</td><th scope="row"><code>{declared.Name}</code></th><td>{declared.Kind.ToString()}</td>
            {Shape(model.Model, declared)}{Width(model.Prediction, declared)}{Cells.Number(LayerText.Rank(layer), layer.RankBudget)}{Reached(model, declared)}
            {Cells.Number(Figure.Real(declared.Settings.P), declared.Settings.P)}
            {Cells.Number(layer.Samples is { } count ? Figure.Count(count) : "–", layer.Samples)}{Cells.Number(LayerText.Share(layer), layer.Share)}</tr>

            """);
    }

    private static Markup Shape(ModelDeclaration model, LayerDeclaration layer) => Markup.Of($"""
        <td class="number" data-value="{((double)(layer.Outputs.Value ?? 0) * (layer.Inputs.Value ?? 0)).ToString("R", CultureInfo.InvariantCulture)}">{LayerText.Shape(layer)}{Expression(model, layer)}</td>
        """);

    private static Markup Expression(ModelDeclaration model, LayerDeclaration layer)
        => LayerText.Expression(layer, model.Written(layer)) is { } expression ? Markup.Of($"<br><code>{expression}</code>") : Markup.Empty;

    private static Markup ReachedHead(PageModel model)
        => model.Report.Trained is null ? Markup.Empty : new Markup("<th scope=\"col\" class=\"number\">Reached</th>");

    private static Markup Reached(PageModel model, LayerDeclaration layer)
        => model.Report.Trained is { } trained ? Cells.Number(TrainedText.Rank(trained, layer), trained.RankOf(layer)) : Markup.Empty;

    // Spatial positions enter the estimate with the norms, and not before.
    private static Markup WidthHead(ModelPrediction prediction)
        => prediction.UsesNorms ? new Markup("<th scope=\"col\" class=\"number\">Positions</th>") : Markup.Empty;

    private static Markup Width(ModelPrediction prediction, LayerDeclaration layer)
        => prediction.UsesNorms ? Cells.Number(LayerText.Width(layer), layer.SpatialWidth) : Markup.Empty;
}
