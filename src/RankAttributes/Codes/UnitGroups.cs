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
            return [.. groups.Proposed().Where(group => groups.IsInvariant(group, flat, weights, input))];
        }
        finally
        {
            flat.Write(trained);
            model.train(isTraining);
        }
    }

    /// <summary>From each matrix to the next one that its outputs enter, with the vectors and depthwise filters between.</summary>
    private IEnumerable<UnitGroup> Proposed()
    {
        for (var first = 0; first < coded.Count; first++)
        {
            var units = coded[first].Shape[0];
            if (coded[first].Shape.Length < 2 || units < 2) continue;
            var last = Enumerable.Range(first + 1, coded.Count - first - 1)
                .FirstOrDefault(index => coded[index].Shape is { Length: > 1 } shape && shape[1] >= units && shape[1] % units == 0, -1);
            if (last < 0) continue;
            var block = (int)(coded[last].Shape[1] / units);
            var between = Enumerable.Range(first + 1, last - first - 1).Where(index => coded[index].Shape is [var rows, .. var rest] && rows == units && (rest.Length == 0 || rest[0] == 1));
            var ends = new[] { new UnitAxis(first, 0), new UnitAxis(last, 1, block) };
            yield return new UnitGroup((int)units, ends, true);
            yield return new UnitGroup((int)units, [ends[0], .. between.Select(index => new UnitAxis(index, 0)), ends[1]], false);
        }
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
