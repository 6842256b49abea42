using System.Globalization;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>The layers of one model, in the network's order until a reader sorts them.</summary>
internal static class LayerTable
{
    public static Markup Render(PageModel model) => model.Report.Layers.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3 id="{model.Id}-layers">Layers</h3>
        <div class="scroll" role="region" aria-labelledby="{model.Id}-layers" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col" class="number">#</th><th scope="col">Layer</th><th scope="col">Kind</th><th scope="col" class="number">Shape</th><th scope="col" class="number">Positions</th><th scope="col" class="number">Rank</th><th scope="col" class="number">p</th><th scope="col" class="number">Samples</th><th scope="col" class="number">Share</th></tr></thead>
        <tbody>
        {Markup.Join(model.Report.Layers.Select((layer, index) => Row(model.Report, layer, index + 1)))}</tbody>
        </table>
        </div>
        """);

    private static Markup Row(ModelReport model, LayerReport layer, int number)
    {
        var declared = layer.Declared;
        var samples = layer.Contribution * model.PredictedSamples;
        return Markup.Of($"""
            <tr><td class="number" data-value="{number}">{number}</td><th scope="row"><code>{declared.Name}</code></th><td>{declared.Kind}</td>{Shape(declared)}{Cells.Number(ReportText.Width(declared), declared.SpatialWidth)}{Rank(layer)}{Cells.Number(NumberText.Index(declared.P), declared.P)}{Cells.Number(samples is { } count ? NumberText.Count(count) : "–", samples)}{Cells.Number(layer.Contribution is { } share ? NumberText.Percent(share) : "–", layer.Contribution)}</tr>

            """);
    }

    private static Markup Shape(ReportedLayer layer) => Markup.Of($"""
        <td class="number" data-value="{((double)layer.Outputs * layer.Inputs).ToString("R", CultureInfo.InvariantCulture)}">{ReportText.Shape(layer)}{Expression(layer)}</td>
        """);

    private static Markup Expression(ReportedLayer layer)
        => ReportText.Expression(layer) is { } expression ? Markup.Of($"<br><code>{expression}</code>") : Markup.Empty;

    private static Markup Rank(LayerReport layer) => Cells.Number(ReportText.Rank(layer), layer.RankBudget);
}
