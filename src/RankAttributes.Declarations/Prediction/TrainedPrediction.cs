namespace RankAttributes.Declarations;

/// <summary>A declared network beside the ranks that its training reached.</summary>
internal sealed class TrainedPrediction
{
    private TrainedPrediction(ModelPrediction declared, ReachedRanks reached)
    {
        (Declared, Reached) = (declared, reached);
        var layers = declared.Model.Layers.Select(layer => RankOf(layer) is { } rank ? Reaching(layer, rank) : layer);
        AtReachedRanks = ModelPrediction.Of(declared.Model with { Layers = layers.ToEquatableArray() }, declared.Data);
        var budgeted = declared.Model.Layers.Where(layer => !layer.IsIgnored && layer.Settings.DeclaresRank).ToList();
        HasBudgets = budgeted.Count > 0;
        Missing = [.. budgeted.Where(layer => RankOf(layer) is null)];
        Exceeded = [.. budgeted.Where(layer => RankOf(layer) is { } rank && ReachedRanks.Exceeds(rank, layer.Settings.Rank))];
    }

    /// <summary>The network at its declared budgets.</summary>
    public ModelPrediction Declared { get; }

    /// <summary>The record.</summary>
    public ReachedRanks Reached { get; }

    /// <summary>The same network with the reached ranks as budgets, where the record has them.</summary>
    public ModelPrediction AtReachedRanks { get; }

    /// <summary>Whether the source declares a budget at all.</summary>
    public bool HasBudgets { get; }

    /// <summary>The layers whose rank is above its budget.</summary>
    public IReadOnlyList<LayerDeclaration> Exceeded { get; }

    /// <summary>The layers with a budget that the record has no rank of.</summary>
    public IReadOnlyList<LayerDeclaration> Missing { get; }

    /// <summary>Whether the record shows that every budget was kept.</summary>
    public bool IsWithinBudgets => HasBudgets && Exceeded.Count == 0 && Missing.Count == 0;

    /// <summary>Puts the two together.</summary>
    public static TrainedPrediction Of(ModelPrediction declared, ReachedRanks reached) => new(declared, reached);

    /// <summary>The rank that a layer reached; <see langword="null"/> where the record has none.</summary>
    public double? RankOf(LayerDeclaration layer) => Reached.Ranks.TryGetValue(layer.Name, out var rank) ? rank : null;

    private static LayerDeclaration Reaching(LayerDeclaration layer, double rank)
        => layer with { Settings = layer.Settings with { Rank = ReachedRanks.Whole(rank) } };
}
