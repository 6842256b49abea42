using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>
/// A training run as one self-contained page, in the manner of the bound report. While the run continues the page reloads itself. Equal runs
/// give equal text; line ends are <c>\n</c>.
/// </summary>
internal static class TrainingPage
{
    private const int SecondsToReload = 20;

    /// <summary>The page of a run.</summary>
    /// <param name="run">The run, with at least one snapshot.</param>
    public static string Render(TrainingRun run)
    {
        var newest = run.Newest;
        return HtmlPage.Render(
            $"Training: {newest.Model}",
            "RankAttributes training run",
            newest.Model,
            Lede(run),
            Markup.Of($"""
                {OutcomeSection.Render(run)}
                {GuaranteeSection.Render(run.Certification)}
                {Section("progress", "Training", TrainingFigures.Progress(run), Markup.Empty)}
                {Section("ranks", "Ranks and norms", TrainingFigures.Ranks(run), Markup.Of($"{LayerTable.Render(newest)}{LayerTable.Problems(newest)}"))}
                {Section("spectra", "Spectra", SpectrumFigures.Render(run), Markup.Empty)}
                {Section("bounds", "Bounds", BoundSection.Render(run), Notes(newest))}
                """),
            Markup.Of($"""
                <p>The effective rank is Σ(σᵢ/σ₁)^p at the declared p of each layer. A bound of 1 or more says nothing. The bounds of Theorems 3.6 and 3.7 are rates, √(L/N)·R with constants
                and logarithms dropped, at the measured norms and ranks; so are those of other authors. Watch how they move beside the empirical gap. The certificate keeps every constant.</p>
                <p>Source: A. Ledent, R. Alves, Y. Lei, <cite>Generalization Bounds for Rank-sparse Neural Networks</cite>, NeurIPS 2025, <a href="https://arxiv.org/abs/2510.21945">arXiv 2510.21945</a>.</p>
                """),
            run.IsComplete ? null : SecondsToReload);
    }

    private static string Lede(TrainingRun run)
    {
        var newest = run.Newest;
        var epoch = newest.Progress.Epoch is { } number ? $", epoch {Figure.Size(number)}" : "";
        var samples = newest.Samples is { } count ? $", {Figure.Count(count)} training samples" : "";
        var snapshots = run.History.Count == 1 ? "1 snapshot" : $"{Figure.Size(run.History.Count)} snapshots";
        return $"{(run.IsComplete ? "Finished" : "Running")}: {snapshots}, step {Figure.Size(newest.Progress.Step)}{epoch}{samples}";
    }

    private static Markup Section(string id, string title, Markup figures, Markup rest)
        => figures.Html.Length + rest.Html.Trim().Length == 0 ? Markup.Empty : Markup.Of($"""
        <section aria-labelledby="{id}">
        <h2 id="{id}">{title}</h2>
        {(figures.Html.Length == 0 ? Markup.Empty : Markup.Of($"<div class=\"figures\">\n{figures}</div>"))}
        {rest}
        </section>
        """);

    private static Markup Notes(BoundSnapshot newest) => Markup.Join(newest.Notes.Select(note => Markup.Of($"<p class=\"note\">{note}</p>\n")));
}
