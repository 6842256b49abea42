using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>What cutting every layer to a rank would save, and what it would cost, by the present spectra.</summary>
internal static class CompressionTable
{
    public static Markup Render(BoundSnapshot newest)
    {
        if (newest.Compression.Count == 0) return Markup.Empty;
        var predicts = newest.Compression.Any(cut => cut.AccuracyChange is not null);
        return Markup.Of($"""
            <h3>Compression at the present spectra</h3>
            <div class="scroll" role="region" aria-label="Compression at the present spectra" tabindex="0">
            <table class="sortable">
            <thead><tr>{Head("Rank")}{Head("Fewer weights")}{(predicts ? Head("Accuracy") : Markup.Empty)}{Head("Weights left")}{Head("σ² kept")}</tr></thead>
            <tbody>
            {Markup.Join(newest.Compression.Select(cut => Row(cut, predicts)))}</tbody>
            </table>
            </div>
            <p class="note">Every layer is cut to at most this rank where that saves weights; σ² kept is that of the layer that loses most.
            {Accuracy(predicts)}</p>
            """);
    }

    /// <summary>The predicted cost in points of accuracy.</summary>
    public static string Cost(CompressionEstimate cut) => cut.AccuracyChange is { } change ? TrainingText.Points(change) : "unknown";

    private static Markup Head(string title) => Markup.Of($"""<th scope="col" class="number">{title}</th>""");

    private static Markup Accuracy(bool predicts) => predicts
        ? Markup.Of($"""
            The change of accuracy is predicted from σ² and the margins last measured, usually too high;
            <code>Truncate</code> a copy of the model to measure it.
            """)
        : Markup.Of($"Call <code>tracker.Measure</code> before a snapshot, and the table predicts the accuracy at each rank too.");

    private static Markup Row(CompressionEstimate cut, bool predicts)
    {
        var accuracy = predicts ? Cells.Number(Cost(cut), -(cut.AccuracyChange ?? -2)) : Markup.Empty;
        return Markup.Of($"""
            <tr><th scope="row" class="number" data-value="{cut.Rank}">{cut.Rank}</th>
            {Cells.Number(TrainingText.Number(cut.Savings) + "×", cut.Savings)}{accuracy}{Cells.Number(Figure.Count(cut.Parameters), cut.Parameters)}
            {Cells.Number(TrainingText.Percent(cut.EnergyKept), cut.EnergyKept)}</tr>

            """);
    }
}
