using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>Units between two layers, any of which can be removed: channels where the first is a convolution.</summary>
/// <param name="Before">The layer that makes them, by its place among those that can be replaced.</param>
/// <param name="After">The layer that they enter.</param>
/// <param name="Gram">XXᵀ of what the rows of the second layer's weight are multiplied with, unit by unit, regularized; in float64.</param>
/// <param name="Order">The units, in the order in which they are worth keeping.</param>
/// <param name="Count">How many there are.</param>
internal sealed record HiddenUnits(int Before, int After, Tensor Gram, UnitOrder Order, long Count) : IDisposable
{
    /// <summary>The columns of the Gram matrix that belong to units.</summary>
    public Tensor Columns(Tensor units) => Places(units, Gram.shape[0] / Count);

    /// <summary>Places of which each unit has as many, one after another.</summary>
    public static Tensor Places(Tensor units, long each) => ((units * each).unsqueeze(1) + arange(each, int64, units.device)).flatten();

    /// <summary>Those that are kept of a share of all, ascending; no copies of others among them.</summary>
    public int[] Kept(double share) => [.. Order.Units.Take(Math.Max(1, (int)Math.Ceiling(share * Count))).Order()];

    public void Dispose() => Gram.Dispose();
}
