using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>Where the sizes of a model are chosen, and what it needs there.</summary>
internal static class CreationTable
{
    private const int MaxShapes = 12;

    public static Markup Render(PageModel model) => model.Report.Creations.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3 id="{model.Id}-creations">Where it is created</h3>
        <div class="scroll" role="region" aria-labelledby="{model.Id}-creations" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col">Creation</th><th scope="col">In</th><th scope="col">Shapes</th><th scope="col" class="number">needs N̂</th><th scope="col">Verdict</th></tr></thead>
        <tbody>
        {Markup.Join(model.Report.Creations.Take(model.Detail.MaxItems).Select(Row))}</tbody>
        </table>
        </div>
        <ul>{PageModel.More(model.Report.Creations.Count - model.Detail.MaxItems, "creations")}</ul>
        """);

    private static Markup Row(ReportedCreation creation) => Markup.Of($"""
        <tr><th scope="row"><code>{creation.Point.Beginning}</code></th><td><code>{creation.Member}</code>{Place(creation.Place)}</td><td>{Shapes(creation.Prediction)}</td>{Cells.Number(Wording.Samples(creation.Prediction), creation.Prediction.Samples)}<td>{PageModel.Chip(creation.Prediction)}</td></tr>

        """);

    private static Markup Place(SourcePlace place) => place.File is null ? Markup.Empty : Markup.Of($"<br><span class=\"label\">{place.ToString()}</span>");

    private static string Shapes(ModelPrediction prediction)
        => string.Join(", ", prediction.Layers.Take(MaxShapes).Select(layer => $"{layer.Declared.Name} {LayerText.Shape(layer.Declared)}"))
            + (prediction.Layers.Count > MaxShapes ? ", …" : "");
}
