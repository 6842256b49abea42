namespace RankAttributes.Tracking;

/// <summary>The message about a run that did not reach its declared ranks.</summary>
internal static class BudgetText
{
    private const int Named = 4;

    /// <summary>Names the weights of a run's last snapshot that exceed their budget, with the remedy; <see langword="null"/> if none does.</summary>
    public static string? OverBudget(BoundSnapshot last)
    {
        var over = last.Layers.Where(layer => layer.IsOverBudget).ToList();
        if (over.Count == 0) return null;
        var named = over.Take(Named).Select(layer => FormattableString.Invariant(
            $"'{layer.Name}' has an effective rank of {layer.EffectiveRank:0.#}, budget {layer.RankBudget}"));
        var more = over.Count > Named ? FormattableString.Invariant($"; and {over.Count - Named} more") : "";
        return $"The run '{last.Model}' ends above its rank budget: {string.Join("; ", named)}{more}. "
            + "A declared Rank is a target: raise the strength, have RankBudgetSchedule raise it, or cut the ranks with Compress.";
    }
}
