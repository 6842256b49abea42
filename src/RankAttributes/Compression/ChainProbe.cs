using System.Diagnostics.CodeAnalysis;
using RankAttributes.LowRank;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>
/// Finds the layers between which hidden units or channels can be removed, by removing some and running the model: only that shows what its code does between
/// them.
/// </summary>
/// <remarks>
/// Without half of the units a model must compute what it computes when the second layer ignores them. A normalization or a softmax over all units, a
/// residual sum or a view of a fixed width fails or gives another output, and the units stay.
/// </remarks>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal static class ChainProbe
{
    private const int MostSamples = 64;

    /// <summary>The pairs of layers, by their places among those that can be replaced.</summary>
    /// <param name="model">The model, in its first form before and after.</param>
    /// <param name="calls">The layers in the order in which a pass runs them.</param>
    /// <param name="inputs">Samples.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static IReadOnlyList<(int Before, int After)> Find(
        CompressibleModel model, IReadOnlyList<int> calls, Tensor inputs, CancellationToken cancellation)
    {
        var samples = inputs.detach()[..(int)Math.Min(MostSamples, inputs.shape[0])];
        return
        [
            .. calls.Zip(calls.Skip(1)).Where(pair => IsPossible(model, calls, pair.First, pair.Second)).Where(pair =>
            {
                cancellation.ThrowIfCancellationRequested();
                return CanLose(model, pair.First, pair.Second, samples);
            }),
        ];
    }

    private static bool IsPossible(CompressibleModel model, IReadOnlyList<int> calls, int before, int after)
    {
        if (new[] { before, after }.Any(place => calls.Count(call => call == place) != 1 || !model.IsHeldOnce(place))) return false;
        var (first, second) = (model.Layers[before].Layer, model.Layers[after].Layer);
        if (!NarrowLayer.IsPossible(first.Layer) || !NarrowLayer.IsPossible(second.Layer) || first.Weight.shape[0] < 2) return false;

        // The points of a channel may enter a linear layer one by one.
        var (made, taken) = (first.Weight.shape[0], second.Weight.shape[1]);
        return made == taken || (first.Layer is Convolution && second.Layer is Linear && taken % made == 0);
    }

    private static bool CanLose(CompressibleModel model, int before, int after, Tensor samples)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var (first, second) = (model.Layers[before].Layer, model.Layers[after].Layer);
        var units = (int)first.Weight.shape[0];
        try
        {
            var none = Output(model, samples, (after, NarrowLayer.Of(second.Layer, zeros_like(second.Weight), null, null)));

            // An odd number does not pass for a number of heads or groups.
            var mixed = Enumerable.Range(0, units).ToArray();
            new Random(units).Shuffle(mixed);
            var half = (units / 2) | 1;
            return new[] { mixed[..half], mixed[half..] }.Where(part => part.Length > 0).All(part =>
            {
                var kept = tensor(part.Order().Select(unit => (long)unit).ToArray(), device: first.Weight.device);
                var columns = HiddenUnits.Places(kept, second.Weight.shape[1] / units);
                var used = zeros_like(second.Weight).index_copy_(1, columns, second.Weight.index_select(1, columns));
                var masked = Output(model, samples, (after, NarrowLayer.Of(second.Layer, used, null, null)));
                var narrow = Output(
                    model, samples, (before, NarrowLayer.Of(first.Layer, first.Weight, kept, null)),
                    (after, NarrowLayer.Of(second.Layer, second.Weight, null, columns)));
                return IsSame(narrow, masked, none, second.Weight.dtype);
            });
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever the model's own code throws for a width that it does not expect.
            return false;
        }
    }

    /// <summary>What the model computes with other layers in the places of some.</summary>
    private static Tensor Output(CompressibleModel model, Tensor samples, params (int Place, nn.Module<Tensor, Tensor> Layer)[] others)
    {
        var modules = new nn.Module?[model.Layers.Count];
        foreach (var (place, layer) in others) modules[place] = model.Hooked(place, layer);
        try
        {
            model.Take(model.FormOf(modules));
            model.Module.eval();
            return model.Module.call(samples).to_type(ScalarType.Float64);
        }
        finally
        {
            model.Restore();
            foreach (var (_, layer) in others) layer.Dispose();
        }
    }

    /// <summary>Whether two outputs differ by no more than rounding, measured by what the kept units add to an output.</summary>
    private static bool IsSame(Tensor narrow, Tensor masked, Tensor none, ScalarType dtype)
    {
        var eps = finfo(dtype).eps;
        var share = dtype is ScalarType.Float16 or ScalarType.BFloat16 ? 2 * eps : Math.Sqrt(eps);
        return narrow.shape.SequenceEqual(masked.shape)
            && Norm(narrow - masked) <= (share * Norm(masked - none)) + (eps * Norm(masked));

        static double Norm(Tensor difference) => difference.norm().item<double>();
    }
}
