using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Reads pairs of scalars from a device, all in one transfer.</summary>
internal static class Measurements
{
    /// <param name="pairs">Two scalars each, or <see langword="null"/> for nothing to read.</param>
    public static IReadOnlyList<(double, double)?> Of(IReadOnlyList<Tensor?> pairs)
    {
        var results = new (double, double)?[pairs.Count];
        foreach (var group in Enumerable.Range(0, pairs.Count).Where(index => pairs[index] is not null)
            .GroupBy(index => (pairs[index]!.dtype, pairs[index]!.device_type, pairs[index]!.device_index)))
        {
            using var scope = NewDisposeScope();
            var indices = group.ToList();
            var numbers = stack([.. indices.Select(index => pairs[index]!)]).cpu().to_type(ScalarType.Float64).data<double>().ToArray();
            for (var place = 0; place < indices.Count; place++) results[indices[place]] = (numbers[2 * place], numbers[2 * place + 1]);
        }

        return results;
    }
}
