using System.Diagnostics.CodeAnalysis;
using RankAttributes.Penalties;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.LowRank;

/// <summary>One walk over a model that puts two thin layers wherever one of low rank stands.</summary>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal sealed class Factorization(double? tolerance)
{
    private readonly List<FactorizedLayer> layers = [];
    private readonly Dictionary<nn.Module, nn.Module?> visited = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<FactorizedLayer> Of(nn.Module model)
    {
        using var gradientFree = no_grad();
        if (Replacement(model, "") is not null)
            MarkUnreplaced("", "it is, or stands in, the module given here, whose holder is not known: put it into a module of your own");
        return layers;
    }

    /// <summary>What should stand in a module's place, or <see langword="null"/> where it may stay.</summary>
    private nn.Module? Replacement(nn.Module module, string name)
    {
        if (visited.TryGetValue(module, out var known)) return known;
        visited[module] = null;
        var replacement = module switch
        {
            Linear linear => Factors(linear, name),
            Sequential sequence => Rebuilt(sequence, name),
            _ => InPlace(module, name),
        };
        return visited[module] = replacement;
    }

    private Sequential? Rebuilt(Sequential sequence, string name)
    {
        var children = sequence.named_children().Select(child => (child.name, module: child.module, other: Replacement(child.module, Join(name, child.name)))).ToList();
        if (children.TrueForAll(child => child.other is null)) return null;
        var rebuilt = nn.Sequential(children.Select(child => (child.name, (nn.Module<Tensor, Tensor>)(child.other ?? child.module))));
        rebuilt.train(sequence.training);
        return rebuilt;
    }

    private nn.Module? InPlace(nn.Module module, string name)
    {
        foreach (var (child, old) in module.named_children().ToList())
        {
            if (Replacement(old, Join(name, child)) is { } other && !ModuleSlot.Replace(module, child, old, other))
                MarkUnreplaced(Join(name, child), "no field of a type that can hold two layers: declare it as Module<Tensor, Tensor>");
        }

        return null;
    }

    private Sequential? Factors(Linear linear, string name)
    {
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (linear.weight.shape[0], linear.weight.shape[1]);
        var scaled = ScaledMatrix.Of(linear.weight, Join(name, "weight"));
        var (u, sigma, vt) = linalg.svd(scaled.Matrix.to_type(ScalarType.Float64), fullMatrices: false);
        var cut = tolerance ?? Math.Max(outputs, inputs) * finfo(linear.weight.dtype).eps;
        var rank = scaled.Scale == 0 ? 0 : (int)(sigma > sigma.max() * cut).sum().item<long>();
        if (rank == 0 || rank * (outputs + inputs) >= outputs * inputs)
        {
            layers.Add(new FactorizedLayer(name, rank, outputs, inputs, false, rank == 0 ? "its weight is zero" : $"rank {rank} saves nothing"));
            return null;
        }

        var roots = (sigma.narrow(0, 0, rank) * scaled.Scale).sqrt();
        var (device, dtype) = (linear.weight.device, linear.weight.dtype);
        var down = nn.Linear(inputs, rank, hasBias: false, device, dtype);
        var up = nn.Linear(rank, outputs, hasBias: linear.bias is not null, device, dtype);
        down.weight.copy_(vt.narrow(0, 0, rank) * roots.unsqueeze(1));
        up.weight.copy_(u.narrow(1, 0, rank) * roots);
        if (linear.bias is not null) up.bias!.copy_(linear.bias);
        var pair = nn.Sequential(("down", down), ("up", up));
        pair.train(linear.training);
        foreach (var parameter in pair.parameters()) parameter.requires_grad = linear.weight.requires_grad;
        layers.Add(new FactorizedLayer(name, rank, outputs, inputs, true, ""));
        return pair;
    }

    private void MarkUnreplaced(string prefix, string reason)
    {
        for (var index = 0; index < layers.Count; index++)
        {
            if (layers[index].IsReplaced && (prefix.Length == 0 || layers[index].Name == prefix || layers[index].Name.StartsWith(prefix + ".", StringComparison.Ordinal)))
                layers[index] = layers[index] with { IsReplaced = false, Reason = reason };
        }
    }

    private static string Join(string prefix, string name) => prefix.Length == 0 ? name : $"{prefix}.{name}";
}
