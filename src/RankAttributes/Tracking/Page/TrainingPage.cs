using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>
/// A training run as one self-contained page, in the manner of the bound report. While the run goes on the page loads itself again. Equal runs
/// give equal text; line ends are <c>\n</c>.
/// </summary>
internal static class TrainingPage
{
    /// <summary>The name under which the measured gap stands among the bounds.</summary>
    public const string EmpiricalGap = "empirical gap";

    private const int SecondsToReload = 20;

    /// <summary>The page of a run.</summary>
    /// <param name="run">The run, with at least one snapshot.</param>
    public static string Render(TrainingRun run)
    {
        var newest = run.Points[run.Points.Count - 1];
        return HtmlPage.Render(
            $"Training: {run.Name}",
            "RankAttributes training run",
            run.Name,
            Lede(run, newest),
            Markup.Of($"""
                {Certificate(run)}
                {Section("progress", "Training", TrainingFigures.Progress(run), Markup.Empty)}
                {Section("bounds", "Bounds", TrainingFigures.Bounds(run), Markup.Of($"{TrainingTables.Gaps(newest)}{Notes(run)}"))}
                {Section("ranks", "Ranks and norms", TrainingFigures.Ranks(run), TrainingTables.Layers(newest))}
                {Section("spectra", "Spectra", TrainingFigures.Spectra(run), Markup.Empty)}
                """),
            Markup.Of($"""
                <p>A bound of 1 or more says nothing. The bounds of Theorems 3.6 and 3.7 are rates, √(L/N)·R with constants and logarithms dropped, at the measured norms and ranks; so are those of other authors.
                What matters is how they move beside the empirical gap. The certificate keeps every constant.</p>
                <p>Source: A. Ledent, R. Alves, Y. Lei, <cite>Generalization Bounds for Rank-sparse Neural Networks</cite>, NeurIPS 2025, <a href="https://arxiv.org/abs/2510.21945">arXiv 2510.21945</a>.</p>
                """),
            run.IsComplete ? null : SecondsToReload);
    }

    private static string Lede(TrainingRun run, TrainingPoint newest)
    {
        var epoch = newest.Epoch is { } number ? $", epoch {NumberText.Plain(number)}" : "";
        var samples = run.Samples is { } count ? $", {NumberText.Count(count)} training samples" : "";
        var snapshots = run.Points.Count == 1 ? "1 snapshot" : $"{NumberText.Plain(run.Points.Count)} snapshots";
        return $"{(run.IsComplete ? "Finished" : "Running")}: {snapshots}, step {NumberText.Plain(newest.Step)}{epoch}{samples}";
    }

    private static Markup Certificate(TrainingRun run) => run.Certificate is null ? Markup.Empty : Markup.Of($"""
        <section aria-labelledby="certificate">
        <h2 id="certificate">What is guaranteed</h2>
        <p class="verdict"><span class="chip {(run.IsVacuous ? "over" : "fits")}">{(run.IsVacuous ? "nothing: vacuous" : "certified")}</span></p>
        <p>{run.Certificate}</p>
        </section>
        """);

    private static Markup Section(string id, string title, Markup figures, Markup rest) => figures.Html.Length + rest.Html.Trim().Length == 0 ? Markup.Empty : Markup.Of($"""
        <section aria-labelledby="{id}">
        <h2 id="{id}">{title}</h2>
        <div class="figures">
        {figures}</div>
        {rest}
        </section>
        """);

    private static Markup Notes(TrainingRun run) => Markup.Join(run.Notes.Select(note => Markup.Of($"<p class=\"note\">{note}</p>\n")));
}
