using RankAttributes.Declarations;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>The outcome of the run: guarantees, accuracy, ranks against budgets, and the cost and gain of compression.</summary>
internal static class OutcomeSection
{
    public static Markup Render(TrainingRun run)
    {
        var newest = run.Newest;
        var tiles = Markup.Join([.. GuaranteeSection.Tiles(run), Ranks(newest), .. Accuracy(run), Compression(newest)]);
        return Markup.Of($"""
            <section aria-labelledby="outcome">
            <h2 id="outcome">Outcome</h2>
            <div class="tiles">{tiles}</div>
            {BudgetTable.Render(newest)}
            {CompressionTable.Render(newest)}
            </section>
            """);
    }

    /// <summary>One figure with its caption.</summary>
    public static Markup Tile(string figure, string label, string state = "") => Markup.Of($"""
        <p class="tile {state}"><span class="figure">{figure}</span> <span class="label">{label}</span></p>

        """);

    private static IEnumerable<Markup> Accuracy(TrainingRun run)
    {
        var progress = run.Newest.Progress;
        if (progress.TestAccuracy is { } test)
        {
            var best = run.History.Where(snapshot => snapshot.Progress.TestAccuracy is not null).MaxBy(snapshot => snapshot.Progress.TestAccuracy)!;
            var beside = progress.TrainAccuracy is { } training ? $"test accuracy; training {TrainingText.Percent(training)}" : "test accuracy";
            var peak = best.Progress.TestAccuracy > test
                ? $"; best {TrainingText.Percent(best.Progress.TestAccuracy.Value)} at {run.Across} {Figure.Size((long)run.Place(best))}" : "";
            yield return Tile(TrainingText.Percent(test), beside + peak);
        }
        else if (progress.TrainAccuracy is { } training) yield return Tile(TrainingText.Percent(training), "training accuracy; no test accuracy was given");
        else if ((progress.TestLoss ?? progress.TrainLoss) is { } loss)
            yield return Tile(
                TrainingText.Number(loss), progress.TestLoss is null ? "training loss; no accuracy was given" : "test loss; no accuracy was given");
    }

    private static Markup Ranks(BoundSnapshot newest)
    {
        var budgeted = newest.Layers.Where(layer => layer is { RankBudget: not null, EffectiveRank: not null }).ToList();
        if (budgeted.Count == 0) return Markup.Empty;
        var over = budgeted.Where(layer => layer.IsOverBudget).ToList();
        var words = over.Count == 0 ? "layers within their rank budget"
            : $"layers within their rank budget; over: "
                + $"{string.Join(", ", over.Take(4).Select(layer => TrainingText.Layer(layer.Name)))}{(over.Count > 4 ? " and more" : "")}";
        return Tile($"{Figure.Size(budgeted.Count - over.Count)} of {Figure.Size(budgeted.Count)}", words, over.Count == 0 ? "fits" : "over");
    }

    private static Markup Compression(BoundSnapshot newest)
    {
        if (newest.Compression.Count == 0) return Markup.Empty;
        var chosen = newest.Compression.Where(cut => cut.IsCheap).MinBy(cut => cut.Parameters);
        if (newest.Compression.All(cut => cut.AccuracyChange is null)) return Markup.Empty;
        return chosen is null
            ? Tile("none yet", "compression would cost more than a point of accuracy at every rank")
            : Tile($"{TrainingText.Number(chosen.Savings)}×",
                $"fewer weights at rank {Figure.Size(chosen.Rank)}; predicted accuracy: {CompressionTable.Cost(chosen)}");
    }
}
