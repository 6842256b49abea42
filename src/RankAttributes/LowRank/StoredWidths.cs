using TorchSharp;
using TorchSharp.Modules;

namespace RankAttributes.LowRank;

/// <summary>Layers that a file has with fewer hidden units or channels than a model.</summary>
internal static class StoredWidths
{
    /// <summary>
    /// Outputs and inputs by the layer's name, channels where it is a convolution. None where the file cannot be of this model with units removed: a layer is
    /// wider in it, the input or the output of the whole differs, or a layer makes fewer units than the next takes.
    /// </summary>
    /// <param name="graph">The model.</param>
    /// <param name="shapes">Shapes of the file's tensors by name.</param>
    public static IReadOnlyDictionary<string, (long Outputs, long Inputs)> In(ModuleGraph graph, IReadOnlyDictionary<string, long[]> shapes)
    {
        var none = new Dictionary<string, (long, long)>();
        var layers = graph.Modules.Where(entry => NarrowLayer.IsPossible(entry.Module) && !graph.IsPartOfPair(entry.Name))
            .Select(entry => (entry.Name, entry.Module, Whole: FactorableLayer.Of(entry.Module)!.Weight.shape)).Select(layer => new Layer(
                layer.Name, layer.Module is Linear, layer.Whole[0], layer.Whole[1], Stored(layer.Name, layer.Whole, shapes) ?? layer.Whole))
            .Where(layer => layer.MadeNow != layer.Made || layer.TakenNow != layer.Taken).ToList();
        if (layers.Exists(layer => layer.MadeNow > layer.Made || layer.TakenNow > layer.Taken)) return none;
        var (makers, takers) = (layers.Where(layer => layer.MadeNow < layer.Made).ToList(), layers.Where(layer => layer.TakenNow < layer.Taken).ToList());
        var makerOf = new Dictionary<Layer, Layer>();
        return makers.Count == takers.Count && makers.TrueForAll(maker => IsPaired(maker, takers, makerOf, [])) && IsReached(makers, takers)
            ? layers.ToDictionary(layer => layer.Name, layer => (layer.MadeNow, layer.TakenNow)) : none;
    }

    /// <summary>Whether every layer that takes fewer units can follow one that takes all of its own: a chain begins somewhere.</summary>
    private static bool IsReached(List<Layer> makers, List<Layer> takers)
    {
        var reached = new Queue<Layer>(makers.Except(takers));
        var left = takers.ToHashSet();
        while (reached.TryDequeue(out var maker))
        {
            foreach (var taker in left.Where(taker => Fit(maker, taker)).ToList())
            {
                left.Remove(taker);
                reached.Enqueue(taker);
            }
        }

        return left.Count == 0;
    }

    /// <summary>Gives each maker a taker of its own, and those that have one another where that helps: augmenting paths of a matching.</summary>
    private static bool IsPaired(Layer maker, List<Layer> takers, Dictionary<Layer, Layer> makerOf, HashSet<Layer> seen)
    {
        foreach (var taker in takers.Where(taker => Fit(maker, taker)))
        {
            if (!seen.Add(taker) || (makerOf.TryGetValue(taker, out var other) && !IsPaired(other, takers, makerOf, seen))) continue;
            makerOf[taker] = maker;
            return true;
        }

        return false;
    }

    /// <summary>Whether a layer takes the units of another: as many, or all points of a convolution's channels one by one.</summary>
    private static bool Fit(Layer maker, Layer taker) => maker != taker && taker.Taken * maker.MadeNow == taker.TakenNow * maker.Made
        && (taker.Taken == maker.Made || (taker.IsLinear && !maker.IsLinear && taker.Taken % maker.Made == 0));

    /// <summary>Outputs × inputs of a layer or of the two in its place; <see langword="null"/> where the file has neither, or parts that do not fit.</summary>
    private static long[]? Stored(string name, long[] whole, IReadOnlyDictionary<string, long[]> shapes)
    {
        var (weight, bias) = shapes.TryGetValue($"{name}.down.weight", out var down) && shapes.TryGetValue($"{name}.up.weight", out var up)
            ? (down.Length == whole.Length && up.Length == whole.Length && up[1] == down[0] ? [up[0], down[1]] : null,
                shapes.GetValueOrDefault($"{name}.up.bias"))
            : (OfKernel(shapes.GetValueOrDefault($"{name}.weight")), shapes.GetValueOrDefault($"{name}.bias"));
        return weight is [> 0, > 0] && (bias is null || bias.AsSpan().SequenceEqual([weight[0]])) ? weight : null;

        long[]? OfKernel(long[]? shape) => shape is not null && shape.Length == whole.Length && shape[2..].SequenceEqual(whole[2..]) ? shape[..2] : null;
    }

    /// <summary>A layer of the model, and how wide it is in the file.</summary>
    private sealed record Layer(string Name, bool IsLinear, long Made, long Taken, long[] Now)
    {
        public long MadeNow => Now[0];

        public long TakenNow => Now[1];
    }
}
