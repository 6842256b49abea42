using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>Units between two linear layers, any of which can be removed.</summary>
/// <param name="Before">The layer that makes them, by its place among those that can be replaced.</param>
/// <param name="After">The layer that they enter.</param>
/// <param name="Gram">HHᵀ of the units' activations, regularized; units × units in float64.</param>
/// <param name="Order">The units, in the order in which they are worth keeping.</param>
internal sealed record HiddenUnits(int Before, int After, Tensor Gram, UnitOrder Order) : IDisposable
{
    /// <summary>How many there are.</summary>
    public long Count => Gram.shape[0];

    /// <summary>Those that are kept of a share of all, ascending; no copies of others among them.</summary>
    public int[] Kept(double share) => [.. Order.Units.Take(Math.Max(1, (int)Math.Ceiling(share * Count))).Order()];

    public void Dispose() => Gram.Dispose();
}
