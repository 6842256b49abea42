using RankAttributes.Penalties;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>Puts two thin layers wherever a layer is held: all places of all layers, or, if anything fails, none.</summary>
internal static class Factorization
{
    /// <summary>Decides on every layer of a model first, and then replaces them.</summary>
    /// <param name="graph">The model to change in place.</param>
    /// <param name="choose">The factors of a layer, given its name.</param>
    public static IReadOnlyList<FactorizedLayer> Apply(ModuleGraph graph, Func<FactorableLayer, string, LayerFactors> choose)
    {
        using var gradientFree = no_grad();
        var holders = HoldersOf(graph);
        var results = new List<FactorizedLayer>();
        var changes = new List<(nn.Module Old, nn.Module New)>();
        foreach (var (name, module) in graph.Modules)
        {
            if (FactorableLayer.Of(module) is not { } layer || graph.IsPartOfPair(name)) continue;
            using var scope = NewDisposeScope();
            var obstacle = RefusedWeight.Reason(layer.Weight) is { } refusal ? $"its weight {refusal}" : Obstacle(graph, holders, name, layer);
            var factors = layer.Weight.numel() == 0 ? LayerFactors.None(0, "its weight is empty")
                : RefusedWeight.Reason(layer.Weight) is not null ? LayerFactors.None(0, obstacle!) : choose(layer, name);
            if (factors.Reason.Length == 0 && obstacle is not null) factors = factors with { Reason = obstacle };
            results.Add(Result(name, layer, factors, graph.Access.CountHooks(module)));
            if (factors.Reason.Length == 0) changes.Add((module, Replacement(layer, factors, graph.Access)));
        }

        new ModuleSwap(graph, changes).Put();
        return results;
    }

    /// <summary>What takes a layer's place, with its hooks.</summary>
    public static nn.Module<Tensor, Tensor> Replacement(FactorableLayer layer, LayerFactors factors, ModuleAccess access)
    {
        var form = factors.Form ?? layer;
        nn.Module<Tensor, Tensor> other = factors.IsWhole ? NarrowLayer.Of(form.Layer, form.Weight, null, null)
            : factors is { Left: { } left, Right: { } right } ? form.Pair(left, right) : form.Pair(factors.Rank);
        access.CopyHooks(layer.Layer, other);
        foreach (var parameter in other.parameters()) parameter.DetachFromDisposeScope();
        return other;
    }

    /// <summary>Why a layer cannot be replaced, or <see langword="null"/>.</summary>
    public static string? Obstacle(ModuleGraph graph, string name, FactorableLayer layer) => Obstacle(graph, HoldersOf(graph), name, layer);

    private static string? Obstacle(ModuleGraph graph, Dictionary<long, List<string>> holders, string name, FactorableLayer layer)
    {
        var slots = graph.SlotsOf(layer.Layer);
        if (slots.Count == 0) return "it is the module given here, whose holder is not known: put it into a module of your own";
        if (StorageAddress.Of(layer.Weight) is { } address && holders[address] is { Count: > 1 } names)
            return $"it shares its weight with '{names.First(other => other != name)}'";
        return slots.Select(slot => slot.Obstacle).FirstOrDefault(obstacle => obstacle is not null);
    }

    /// <summary>Which modules hold a parameter of their own at an address.</summary>
    private static Dictionary<long, List<string>> HoldersOf(ModuleGraph graph)
    {
        var holders = new Dictionary<long, List<string>>();
        foreach (var (name, module) in graph.Modules)
        {
            foreach (var (_, parameter) in module.named_parameters(recurse: false))
            {
                if (StorageAddress.Of(parameter) is not { } address) continue;
                if (!holders.TryGetValue(address, out var names)) holders[address] = names = [];
                if (!names.Contains(name)) names.Add(name);
            }
        }

        return holders;
    }

    private static FactorizedLayer Result(string name, FactorableLayer layer, LayerFactors factors, int hooks)
    {
        var isReplaced = factors.Reason.Length == 0;
        var (lost, form) = (new List<string>(), isReplaced ? factors.Form ?? layer : layer);
        var now = form.Weight;
        if (isReplaced && hooks > 0) lost.Add($"the removers of its {hooks} hooks, which are kept");
        if (isReplaced && layer.Weight.grad is not null) lost.Add("the gradient of its weight");
        return new FactorizedLayer(
            name, factors.Rank, layer.Weight.shape[0], layer.Weight.numel() / Math.Max(1, layer.Weight.shape[0]), isReplaced, factors.Reason)
        {
            OutputsAfter = now.shape[0], InputsAfter = now.numel() / Math.Max(1, now.shape[0]), IsWhole = factors.IsWhole, Groups = layer.Groups,
            Lost = string.Join(" and ", lost),
            Weights = isReplaced && form is FactorableSeparableConvolution && !factors.IsWhole ? form.WeightsAt(factors.Rank) : null,
        };
    }
}
