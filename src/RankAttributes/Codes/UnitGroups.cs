using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>
/// Finds the groups of a class of networks: proposes them from shapes, and keeps those that change nothing at random weights on random inputs of
/// a fixed seed. Trained weights do not enter, so that the groups belong to the decoder.
/// </summary>
internal sealed class UnitGroups(nn.Module<Tensor, Tensor> model, IReadOnlyList<CodedParameter> coded)
{
    private const ulong Seed = 20_251_126;
    private const double RelativeTolerance = 1e-4, Deviation = 0.5;
    private const int Inputs = 3;

    // Beyond it a unit's vectors are not told from those of other layers of the same width.
    private const int MaxUndecided = 6;

    public static IReadOnlyList<UnitGroup> Of(nn.Module<Tensor, Tensor> model, FlatParameters flat, CodeOptions options)
    {
        if (options.InputShape is not { } shape) return [];
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var (trained, isTraining) = (flat.Read(), model.training);
        var groups = new UnitGroups(model, flat.Coded);
        using var random = new Generator(Seed, CPU);
        try
        {
            model.eval();
            var input = randn([Inputs, .. shape], generator: random).to(flat.Device);
            var weights = (randn(flat.Count, generator: random) * Deviation).cpu().data<float>().ToArray();
            var (found, ordered) = (new List<UnitGroup>(), new HashSet<(int, int)>());
            foreach (var proposals in groups.Proposed())
            {
                // An axis has one order. A filter of one channel to each unit would find the group of the layer before it a second time.
                var free = proposals.Where(group => group.IsSign || !group.Axes.Any(axis => ordered.Contains((axis.Tensor, axis.Axis))));
                if (free.FirstOrDefault(group => groups.IsInvariant(group, flat, weights, input)) is not { } group) continue;
                found.Add(group);
                if (!group.IsSign) ordered.UnionWith(group.Axes.Select(axis => (axis.Tensor, axis.Axis)));
            }

            return found;
        }
        finally
        {
            flat.Write(trained);
            model.train(isTraining);
        }
    }

    /// <summary>
    /// For each matrix and the next one that its outputs enter: their signs, and their order with the vectors and depthwise filters that may go along.
    /// </summary>
    /// <returns>Proposals of which at most one is taken.</returns>
    private IEnumerable<IEnumerable<UnitGroup>> Proposed()
    {
        for (var first = 0; first < coded.Count; first++)
        {
            var units = coded[first].Shape[0];
            if (coded[first].Shape.Length < 2 || units < 2) continue;
            var last = Enumerable.Range(first + 1, coded.Count - first - 1)
                .FirstOrDefault(index => coded[index].Shape is { Length: > 1 } shape && shape[1] >= units && shape[1] % units == 0, -1);
            if (last < 0) continue;
            var ends = new[] { new UnitAxis(first, 0), new UnitAxis(last, 1, (int)(coded[last].Shape[1] / units)) };
            yield return [new UnitGroup((int)units, ends, true)];
            yield return Companions(first, last)
                .Select(between => new UnitGroup((int)units, [ends[0], .. between.Select(index => new UnitAxis(index, 0)), ends[1]], false));
        }
    }

    /// <summary>Which tensors may have one row for each unit: those declared between, then all, then every choice of a few.</summary>
    private IEnumerable<IReadOnlyList<int>> Companions(int first, int last)
    {
        var units = coded[first].Shape[0];
        var possible = Enumerable.Range(0, coded.Count)
            .Where(index =>
                index != first && index != last && coded[index].Shape is [var rows, .. var rest] && rows == units && (rest.Length == 0 || rest[0] == 1))
            .ToList();
        List<int> between = [.. possible.Where(index => index > first && index < last)];
        yield return between;
        if (possible.Count == between.Count) yield break;
        yield return possible;
        possible = [.. possible.OrderBy(index => Math.Min(Math.Abs(index - first), Math.Abs(index - last))).Take(MaxUndecided)];
        for (var choice = 0; choice < 1 << possible.Count; choice++)
            yield return [.. possible.Where((_, place) => ((choice >> place) & 1) == 1)];
    }

    private bool IsInvariant(UnitGroup group, FlatParameters flat, float[] weights, Tensor input)
    {
        var before = Output(flat, weights, input);
        var tensors = Split(weights);
        if (group.IsSign)
        {
            for (var unit = 0; unit < group.Count; unit += 2) UnitEdit.Negate(tensors, coded, group, unit);
        }
        else
        {
            UnitEdit.Reorder(tensors, coded, group, [.. Enumerable.Range(0, group.Count).Select(unit => (unit + 1) % group.Count)]);
        }

        var after = Output(flat, [.. tensors.SelectMany(tensor => tensor)], input);
        return (before - after).abs().max().item<float>() <= RelativeTolerance * before.abs().mean().item<float>();
    }

    private Tensor Output(FlatParameters flat, float[] weights, Tensor input)
    {
        flat.Write(tensor(weights).to(flat.Device));
        return model.call(input);
    }

    private List<float[]> Split(float[] weights)
    {
        var start = 0;
        return [.. coded.Select(parameter => weights[start..(start += parameter.Count)])];
    }
}
