using TorchSharp;
using TorchSharp.Modules;

namespace RankAttributes.Differential.Comparison;

/// <summary>A weight of two or more axes that a module holds.</summary>
/// <param name="Names">The names TorchSharp has for it; several where it is tied.</param>
/// <param name="Shape">Its axes.</param>
internal sealed record LiveWeight(IReadOnlyList<string> Names, long[] Shape)
{
    private const int MaxDepth = 50;

    /// <summary>The weights of a module, each once.</summary>
    public static IReadOnlyList<LiveWeight> Of(torch.nn.Module module) =>
    [
        .. Named(module, "", 0)
            .Where(pair => pair.Parameter.dim() >= 2)
            .GroupBy(pair => Address(pair.Parameter))
            .Select(group => new LiveWeight([.. group.Select(pair => pair.Name)], group.First().Parameter.shape)),
    ];

    // A weight that is given to another layer may be held by another object, of the same memory.
    private static (long Start, long Offset) Address(Parameter parameter)
    {
        if (parameter.dtype != torch.ScalarType.Float32 || parameter.numel() == 0) return (parameter.Handle.ToInt64(), -1);
        return (parameter.storage<float>().data_ptr().ToInt64(), parameter.storage_offset());
    }

    // Module.named_parameters names a tied weight once.
    private static IEnumerable<(string Name, Parameter Parameter)> Named(torch.nn.Module module, string path, int depth)
    {
        if (depth > MaxDepth) yield break;
        foreach (var (name, parameter) in module.named_parameters(recurse: false)) yield return (path + name, parameter);
        foreach (var (name, child) in module.named_children())
        {
            foreach (var found in Named(child, $"{path}{name}.", depth + 1)) yield return found;
        }
    }

    /// <summary>Whether matrices hold what the weight holds, by the axes of TorchSharp's layers.</summary>
    public bool Equals(IReadOnlyList<ReadMatrix> matrices)
    {
        var size = Shape.Aggregate(1L, (product, axis) => product * axis);
        if (matrices.Sum(matrix => matrix.Outputs * matrix.Inputs) != size) return false;
        if (matrices[0].IsPart) return matrices.All(matrix => matrix.Inputs == Shape[^1]) && matrices.Sum(matrix => matrix.Outputs) == size / Shape[^1];
        return matrices[0].IsTransposed ? matrices[0].Inputs == Shape[0] : matrices[0].Outputs == Shape[0];
    }
}
