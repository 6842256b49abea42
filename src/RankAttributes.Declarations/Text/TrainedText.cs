namespace RankAttributes.Declarations;

/// <summary>What is said of a network beside the ranks that its training reached: one voice for the build's messages and the report.</summary>
internal static class TrainedText
{
    private const int MaxNames = 4;

    /// <summary>The result in a few words.</summary>
    public static string Verdict(TrainedPrediction trained) => trained switch
    {
        { HasBudgets: false } => "trained; no rank budget declared",
        { Exceeded.Count: > 0 } => "rank budget exceeded",
        { Missing.Count: > 0 } => "not every rank recorded",
        _ => "rank budget kept",
    };

    /// <summary>Whether the budgets were kept, and what the model needs at the ranks reached.</summary>
    public static string Summary(TrainedPrediction trained)
        => $"At {Moment(trained)}, {Budgets(trained)}. At the ranks reached, the model {Wording.Comparison(trained.AtReachedRanks)}.";

    /// <summary>The message of a budget that was not kept.</summary>
    public static string Exceeded(TrainedPrediction trained)
        => $"'{trained.Declared.Model.DisplayName}' exceeds its rank budget at {Moment(trained)}: {Layers(trained)}; "
            + $"at the ranks reached it {Wording.Comparison(trained.AtReachedRanks)}";

    /// <summary>A reached rank for a table.</summary>
    public static string Rank(TrainedPrediction trained, LayerDeclaration layer)
        => trained.RankOf(layer) is { } rank ? Figure.Rank(rank) + (trained.Exceeded.Contains(layer) ? " (over)" : "") : "–";

    private static string Moment(TrainedPrediction trained)
        => $"{(trained.Reached.Epoch is { } epoch ? $"epoch {Figure.Size(epoch)}" : $"step {Figure.Size(trained.Reached.Step)}")} of {trained.Reached.Record}";

    private static string Budgets(TrainedPrediction trained) => trained switch
    {
        { HasBudgets: false } => "no layer has a rank budget to compare with",
        { Exceeded.Count: > 0 } => Layers(trained),
        { Missing.Count: > 0 } => $"the record has no rank of {Names(trained.Missing.Select(layer => $"'{layer.Name}'"))}",
        _ => "every rank is within its budget",
    };

    private static string Layers(TrainedPrediction trained) => Names(trained.Exceeded.Select(layer =>
        $"'{layer.Name}' has rank {Figure.Rank(trained.RankOf(layer)!.Value)} against a budget of {Figure.Size(layer.Settings.Rank)}"));

    private static string Names(IEnumerable<string> items)
    {
        var all = items.ToList();
        return string.Join(", ", all.Take(MaxNames)) + (all.Count > MaxNames ? $" and {Figure.Size(all.Count - MaxNames)} more" : "");
    }
}
