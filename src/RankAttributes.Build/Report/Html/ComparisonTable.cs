using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>The compared bounds with their numbers and sources, folded away until asked for.</summary>
internal static class ComparisonTable
{
    public static Markup Render(PageModel model) => model.Comparison.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>Other bounds</h3>
        <details>
        <summary>Numbers and sources</summary>
        <div class="scroll" role="region" aria-label="Bounds with their numbers and sources" tabindex="0">
        <table>
        <thead><tr><th scope="col">Bound</th><th scope="col" class="number">Gap at N</th><th scope="col">Source</th></tr></thead>
        <tbody>
        {Markup.Join(model.Comparison.Select(Row))}</tbody>
        </table>
        </div>
        </details>
        """);

    private static Markup Row(ComparedBound bound) => Markup.Of($"""
        <tr><th scope="row">{bound.Name}</th>{Cells.Number(Figure.Gap(bound.Gap), bound.Gap)}<td>{bound.Source}</td></tr>

        """);
}
