using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>The diagnostics that somebody chose not to see.</summary>
internal static class SuppressedTable
{
    public static Markup Render(IReadOnlyList<BoundReport> reports)
    {
        var items = reports.SelectMany(report => report.Suppressed).ToList();
        var unknown = reports.Where(report => report.SuppressedUnknown is not null).ToList();
        return items.Count + unknown.Count == 0 ? Markup.Empty : Markup.Of($"""
            <section aria-labelledby="suppressed">
            <h2 id="suppressed">Suppressed diagnostics</h2>
            {Markup.Join(unknown.Select(Unknown))}{Table(items)}</section>
            """);
    }

    private static Markup Unknown(BoundReport report) => Markup.Of($"""
        <p>Not all of {report.Assembly} are known: {report.SuppressedUnknown!}.</p>

        """);

    private static Markup Table(IReadOnlyList<SuppressedDiagnostic> items) => items.Count == 0 ? Markup.Empty : Markup.Of($"""
        <div class="scroll" role="region" aria-labelledby="suppressed" tabindex="0">
        <table>
        <thead><tr><th scope="col">Rule</th><th scope="col">By</th><th scope="col">Place</th><th scope="col">Message</th></tr></thead>
        <tbody>
        {Markup.Join(items.Select(Row))}</tbody>
        </table>
        </div>

        """);

    private static Markup Row(SuppressedDiagnostic item) => Markup.Of($"""
        <tr><th scope="row">{item.Id}</th><td>{item.How}</td><td>{item.Place.ToString()}</td><td>{item.Message ?? "–"}</td></tr>

        """);
}
