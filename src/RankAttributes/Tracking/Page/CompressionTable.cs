using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>What cutting every layer to a rank would save, and what it would cost, by the present spectra.</summary>
internal static class CompressionTable
{
    public static Markup Render(BoundSnapshot newest) => newest.Compression.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>Compression at the present spectra</h3>
        <div class="scroll" role="region" aria-label="Compression at the present spectra" tabindex="0">
        <table class="sortable">
        <thead><tr><th scope="col" class="number">Rank</th><th scope="col" class="number">Weights</th><th scope="col" class="number">Fewer</th><th scope="col" class="number">σ² kept, least layer</th><th scope="col" class="number">Accuracy cost, predicted</th></tr></thead>
        <tbody>
        {Markup.Join(newest.Compression.Select(Row))}</tbody>
        </table>
        </div>
        <p class="note">Every layer is cut to at most this rank where that saves weights. The cost is a prediction from the share of σ² that is cut off and the margins last measured; <code>Compress</code> measures it.</p>
        """);

    /// <summary>The predicted cost, or how much of the spectrum is kept where no margins were measured.</summary>
    public static string Cost(CompressionEstimate cut) => cut.AccuracyChange is { } change ? TrainingText.Points(change) : "unknown: call Measure";

    private static Markup Row(CompressionEstimate cut) => Markup.Of($"""
        <tr><th scope="row" class="number" data-value="{cut.Rank}">{cut.Rank}</th>{Cells.Number(NumberText.Count(cut.Parameters), cut.Parameters)}{Cells.Number(TrainingText.Number(cut.Savings) + "×", cut.Savings)}{Cells.Number(TrainingText.Percent(cut.EnergyKept), cut.EnergyKept)}{Cells.Number(Cost(cut), -(cut.AccuracyChange ?? -2))}</tr>

        """);
}
