using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Reads triples of scalars from a device, all in one transfer.</summary>
internal static class Measurements
{
    /// <param name="triples">Three scalars each, or <see langword="null"/> for nothing to read.</param>
    public static IReadOnlyList<(double, double, double)?> Of(IReadOnlyList<Tensor?> triples)
    {
        var results = new (double, double, double)?[triples.Count];
        foreach (var group in Enumerable.Range(0, triples.Count).Where(index => triples[index] is not null)
            .GroupBy(index => (triples[index]!.dtype, triples[index]!.device_type, triples[index]!.device_index)))
        {
            using var scope = NewDisposeScope();
            var indices = group.ToList();
            var numbers = stack([.. indices.Select(index => triples[index]!)]).cpu().to_type(ScalarType.Float64).data<double>().ToArray();
            for (var place = 0; place < indices.Count; place++) results[indices[place]] = (numbers[3 * place], numbers[(3 * place) + 1], numbers[(3 * place) + 2]);
        }

        return results;
    }
}
