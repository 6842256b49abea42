using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>The rank of each layer beside its budget.</summary>
internal static class BudgetTable
{
    private const int MaxOpen = 12;

    public static Markup Render(BoundSnapshot newest)
    {
        var layers = newest.Layers.Where(layer => layer.RankBudget is not null && layer.EffectiveRank is not null).ToList();
        if (layers.Count == 0) return Markup.Empty;
        var table = Markup.Of($"""
            <div class="scroll" role="region" aria-label="Rank against budget" tabindex="0">
            <table class="sortable">
            <thead><tr><th scope="col">Weight</th><th scope="col">Budget kept</th><th scope="col" class="number">Effective rank</th><th scope="col" class="number">Budget</th><th scope="col" class="number">Full rank</th></tr></thead>
            <tbody>
            {Markup.Join(layers.Select(Row))}</tbody>
            </table>
            </div>
            """);
        return layers.Count <= MaxOpen ? table : Markup.Of($"<details><summary>Rank against budget of {layers.Count} layers</summary>{table}</details>");
    }

    private static Markup Row(LayerSnapshot layer)
    {
        var (budget, rank, full) = (layer.RankBudget!.Value, layer.EffectiveRank!.Value, Math.Min(layer.Outputs, layer.Inputs));
        var isOver = layer.IsOverBudget;
        return Markup.Of($"""
            <tr><th scope="row"><code>{layer.Name}</code></th><td><span class="chip {(isOver ? "over" : "fits")}">{(isOver ? $"no: {TrainingText.Number(rank / budget)}×" : "yes")}</span></td>{Cells.Number(TrainingText.Number(rank), rank)}{Cells.Number(Figure.Size(budget), budget)}{Cells.Number(Figure.Size(full), full)}</tr>

            """);
    }
}
