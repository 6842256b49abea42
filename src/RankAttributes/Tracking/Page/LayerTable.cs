using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>Every measure of every layer in the newest snapshot.</summary>
internal static class LayerTable
{
    public static Markup Render(BoundSnapshot newest)
    {
        if (newest.Layers.Count == 0) return Markup.Empty;
        var measures = LayerMeasure.All.Where(measure => newest.Layers.Any(layer => layer[measure.Name] is not null)).ToList();
        return Markup.Of($"""
            <details><summary>All measures of {newest.Layers.Count} {(newest.Layers.Count == 1 ? "layer" : "layers")} in the newest snapshot</summary>
            <div class="scroll" role="region" aria-label="The layers in the newest snapshot" tabindex="0">
            <table class="sortable">
            <thead><tr><th scope="col" class="number">#</th><th scope="col">Weight</th><th scope="col" class="number">Shape</th><th scope="col" class="number">p</th><th scope="col" class="number">Budget</th>{Markup.Join(measures.Select(Head))}</tr></thead>
            <tbody>
            {Markup.Join(newest.Layers.Select((layer, index) => Row(layer, index + 1, measures)))}</tbody>
            </table>
            </div>
            </details>
            """);
    }

    /// <summary>What keeps layers from being measured.</summary>
    public static Markup Problems(BoundSnapshot newest)
        => Markup.Join(newest.Layers.Where(layer => layer.Problem is not null).Select(layer => Markup.Of($"<p class=\"note\">{layer.Problem}</p>\n")));

    private static Markup Head(LayerMeasure measure) => Markup.Of($"""<th scope="col" class="number" title="{measure.Description}">{measure.Title}</th>""");

    private static Markup Row(LayerSnapshot layer, int number, IReadOnlyList<LayerMeasure> measures) => Markup.Of($"""
        <tr>{Cells.Number(Figure.Size(number), number)}<th scope="row"><code>{layer.Name}</code></th>{Cells.Number($"{Figure.Size(layer.Outputs)} × {Figure.Size(layer.Inputs)}", (double)layer.Outputs * layer.Inputs)}{Cells.Number(Figure.Real(layer.P), layer.P)}{Value(layer.RankBudget)}{Markup.Join(measures.Select(measure => Value(layer[measure.Name])))}</tr>

        """);

    private static Markup Value(double? value) => Cells.Number(value is { } number ? TrainingText.Number(number) : "–", value);
}
