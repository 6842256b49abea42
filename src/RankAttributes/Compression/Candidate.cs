using RankAttributes.LowRank;
using RankAttributes.Penalties;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>A layer that a compression met.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Obstacle">Why it stays whatever its spectrum is, or <see langword="null"/>.</param>
internal sealed record Candidate(string Name, FactorableLayer Layer, string? Obstacle)
{
    /// <summary>The linear layers and convolutions of a model, but those that are parts of a pair already.</summary>
    public static IReadOnlyList<Candidate> In(ModuleGraph graph)
    {
        var pairs = graph.Modules.Where(entry => entry.Module is FactorPair).Select(entry => entry.Name + ".").ToList();
        return
        [
            .. graph.Modules.Where(entry => !pairs.Exists(pair => entry.Name.StartsWith(pair, StringComparison.Ordinal)))
                .Select(entry => (entry.Name, Layer: FactorableLayer.Of(entry.Module))).Where(entry => entry.Layer is not null)
                .Select(entry => new Candidate(entry.Name, entry.Layer!, ObstacleOf(graph, entry.Name, entry.Layer!))),
        ];
    }

    private static string? ObstacleOf(ModuleGraph graph, string name, FactorableLayer layer)
        => layer.Weight.numel() == 0 ? "its weight is empty"
            : RefusedWeight.Reason(layer.Weight) is { } refusal ? $"its weight {refusal}"
            : Factorization.Obstacle(graph, name, layer);
}
