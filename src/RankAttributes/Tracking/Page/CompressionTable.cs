using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>What cutting every layer to a rank would save, and what it would cost, by the present spectra.</summary>
internal static class CompressionTable
{
    public static Markup Render(BoundSnapshot newest) => newest.Compression.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>Compression at the present spectra</h3>
        <div class="scroll" role="region" aria-label="Compression at the present spectra" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col" class="number">Rank</th><th scope="col" class="number">Fewer weights</th><th scope="col" class="number">Accuracy</th><th scope="col" class="number">Weights left</th><th scope="col" class="number">σ² kept</th></tr></thead>
        <tbody>
        {Markup.Join(newest.Compression.Select(Row))}</tbody>
        </table>
        </div>
        <p class="note">Every layer is cut to at most this rank where that saves weights; σ² kept is that of the layer that loses most. The change of accuracy is predicted from σ² and the margins last measured, usually too high; <code>Truncate</code> a copy of the model to measure it.</p>
        """);

    /// <summary>The predicted cost, or how much of the spectrum is kept where no margins were measured.</summary>
    public static string Cost(CompressionEstimate cut) => cut.AccuracyChange is { } change ? TrainingText.Points(change) : "call Measure";

    private static Markup Row(CompressionEstimate cut) => Markup.Of($"""
        <tr><th scope="row" class="number" data-value="{cut.Rank}">{cut.Rank}</th>{Cells.Number(TrainingText.Number(cut.Savings) + "×", cut.Savings)}{Cells.Number(Cost(cut), -(cut.AccuracyChange ?? -2))}{Cells.Number(Figure.Count(cut.Parameters), cut.Parameters)}{Cells.Number(TrainingText.Percent(cut.EnergyKept), cut.EnergyKept)}</tr>

        """);
}
