using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>All models of a page, one a row.</summary>
internal static class SummaryTable
{
    public static Markup Render(IReadOnlyList<PageModel> models, bool withAssembly) => Markup.Of($"""
        <section aria-labelledby="summary">
        <h2 id="summary">Models</h2>
        <div class="scroll" role="region" aria-labelledby="summary" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col">Model</th><th scope="col">Verdict</th>{Assembly(withAssembly)}
        <th scope="col" class="number">needs N̂</th><th scope="col" class="number">dataset N</th><th scope="col" class="number">N̂ / N</th>
        <th scope="col" class="number">Largest rank that fits</th></tr></thead>
        <tbody>
        {Markup.Join(models.Select(model => Row(model, withAssembly)))}</tbody>
        </table>
        </div>
        </section>
        """);

    private static Markup Row(PageModel model, bool withAssembly) => Markup.Of($"""
        <tr><th scope="row"><a href="#{model.Id}">{model.Model.DisplayName}</a></th>
        <td>{PageModel.Chip(model.Prediction)} {PageModel.Chip(model.Report.Trained)}</td>{Assembly(withAssembly, model)}
        {Cells.Number(Wording.Samples(model.Prediction), model.Prediction.Samples)}
        {Cells.Number(Wording.Available(model.Prediction), model.Prediction.Data?.Samples)}{Ratio(model.Prediction)}
        {Cells.Number(Wording.LargestRankCell(model.Prediction), model.Prediction.LargestRankThatFits)}</tr>

        """);

    private static Markup Assembly(bool withAssembly) => withAssembly ? new Markup("<th scope=\"col\">Assembly</th>") : Markup.Empty;

    private static Markup Assembly(bool withAssembly, PageModel model) => withAssembly ? Markup.Of($"<td>{model.Assembly}</td>") : Markup.Empty;

    private static Markup Ratio(ModelPrediction prediction)
    {
        if (prediction is not { Samples: { } predicted, HasSamples: true }) return Cells.Number("–", null);
        var ratio = predicted / prediction.Data!.Samples;
        return Cells.Number(Figure.Ratio(ratio), ratio);
    }
}
