using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>The newest snapshot in numbers.</summary>
internal static class TrainingTables
{
    public static Markup Layers(TrainingPoint newest) => newest.Layers.Count == 0 ? Markup.Empty : Markup.Of($"""
        <div class="scroll" role="region" aria-label="The layers in the newest snapshot" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col" class="number">#</th><th scope="col">Weight</th><th scope="col" class="number">Shape</th><th scope="col" class="number">p</th><th scope="col" class="number">Budget</th><th scope="col" class="number">Effective rank</th><th scope="col" class="number">Stable</th><th scope="col" class="number">Numerical</th><th scope="col" class="number">Entropy</th><th scope="col" class="number">Bottleneck</th><th scope="col" class="number">‖A‖</th><th scope="col" class="number">‖A‖_F</th></tr></thead>
        <tbody>
        {Markup.Join(newest.Layers.Select((layer, index) => Row(layer, index + 1)))}</tbody>
        </table>
        </div>
        {Markup.Join(newest.Layers.Where(layer => layer.Problem is not null).Select(layer => Markup.Of($"<p class=\"note\">{layer.Problem}</p>\n")))}
        """);

    public static Markup Gaps(TrainingPoint newest) => newest.Gaps.All(gap => gap.Value is null) ? Markup.Empty : Markup.Of($"""
        <div class="scroll" role="region" aria-label="The gaps in the newest snapshot" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col">Generalization gap</th><th scope="col" class="number">Value</th><th scope="col">Says</th></tr></thead>
        <tbody>
        {Markup.Join(newest.Gaps.Where(gap => gap.Value is not null).Select(Gap))}</tbody>
        </table>
        </div>
        """);

    private static Markup Row(LayerPoint layer, int number) => Markup.Of($"""
        <tr>{Cells.Number(NumberText.Plain(number), number)}<th scope="row"><code>{layer.Name}</code></th>{Cells.Number($"{NumberText.Plain(layer.Outputs)} × {NumberText.Plain(layer.Inputs)}", (double)layer.Outputs * layer.Inputs)}{Cells.Number(NumberText.Index(layer.P), layer.P)}{Value(layer.RankBudget)}{Value(layer.EffectiveRank)}{Value(layer.StableRank)}{Value(layer.NumericalRank)}{Value(layer.EntropyRank)}{Value(layer.BottleneckRank)}{Value(layer.SpectralNorm)}{Value(layer.FrobeniusNorm)}</tr>

        """);

    private static Markup Gap(NamedValue gap) => Markup.Of($"""
        <tr><th scope="row">{gap.Name}</th>{Cells.Number(NumberText.Gap(gap.Value!.Value), gap.Value)}<td>{(gap.Name == TrainingPage.EmpiricalGap ? "measured" : gap.Value >= 1 ? "nothing: vacuous" : "something")}</td></tr>

        """);

    private static Markup Value(double? value) => Cells.Number(value is { } number ? TrainingFigures.Number(Math.Round(number, 3)) : "–", value);
}
