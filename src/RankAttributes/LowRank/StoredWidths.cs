using TorchSharp.Modules;

namespace RankAttributes.LowRank;

/// <summary>Linear layers that a file has with fewer hidden units than a model.</summary>
internal static class StoredWidths
{
    /// <summary>
    /// Outputs and inputs by the layer's name. None where the file cannot be of this model with units removed: a layer is wider in it, the input or the output
    /// of the whole differs, or a layer makes fewer units than the next takes.
    /// </summary>
    /// <param name="graph">The model.</param>
    /// <param name="shapes">Shapes of the file's tensors by name.</param>
    public static IReadOnlyDictionary<string, (long Outputs, long Inputs)> In(ModuleGraph graph, IReadOnlyDictionary<string, long[]> shapes)
    {
        var layers = graph.Modules.Where(entry => entry.Module is Linear && !graph.IsPartOfPair(entry.Name))
            .Select(entry => (entry.Name, Whole: ((Linear)entry.Module).weight.shape, Stored: Stored(entry.Name, shapes)))
            .Where(layer => layer.Stored is { } stored && !stored.SequenceEqual(layer.Whole)).ToList();
        if (layers.Exists(layer => layer.Stored![0] > layer.Whole[0] || layer.Stored[1] > layer.Whole[1])) return new Dictionary<string, (long, long)>();
        var (makers, takers) = (Narrower(0), Narrower(1));
        return makers.Count == takers.Count && makers.All(group => takers.TryGetValue(group.Key, out var after) && IsChain(group.Value, after))
            ? layers.ToDictionary(layer => layer.Name, layer => (layer.Stored![0], layer.Stored[1])) : [];

        Dictionary<(long Whole, long Stored), HashSet<string>> Narrower(int axis)
            => layers.Where(layer => layer.Stored![axis] < layer.Whole[axis]).GroupBy(layer => (layer.Whole[axis], layer.Stored![axis]), layer => layer.Name)
                .ToDictionary(group => group.Key, group => group.ToHashSet());
    }

    /// <summary>As many layers make so few units as take them, and one of them takes all of its own inputs: a chain begins somewhere.</summary>
    private static bool IsChain(HashSet<string> makers, HashSet<string> takers) => makers.Count == takers.Count && !makers.SetEquals(takers);

    /// <summary>Outputs × inputs of a layer or of the two in its place; <see langword="null"/> where the file has neither, or parts that do not fit.</summary>
    private static long[]? Stored(string name, IReadOnlyDictionary<string, long[]> shapes)
    {
        var (weight, bias) = shapes.TryGetValue($"{name}.down.weight", out var down) && shapes.TryGetValue($"{name}.up.weight", out var up)
            ? (down.Length == 2 && up.Length == 2 && up[1] == down[0] ? [up[0], down[1]] : null, shapes.GetValueOrDefault($"{name}.up.bias"))
            : (shapes.GetValueOrDefault($"{name}.weight"), shapes.GetValueOrDefault($"{name}.bias"));
        return weight is { Length: 2 } && weight[0] > 0 && weight[1] > 0 && (bias is null || bias.AsSpan().SequenceEqual([weight[0]])) ? weight : null;
    }
}
