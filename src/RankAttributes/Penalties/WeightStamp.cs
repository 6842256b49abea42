using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Which contents a weight has: a different stamp means that the weight was written to, replaced or moved.</summary>
/// <param name="Address">Where its memory starts.</param>
/// <param name="Version">LibTorch's count of the operations that changed it in place.</param>
internal readonly record struct WeightStamp(long Address, long Version)
{
    /// <summary>Reads the stamp of a live weight; takes a few microseconds and does not wait for a device.</summary>
    public static WeightStamp Of(Tensor weight) => new(StorageAddress.Of(weight) ?? weight.Handle.ToInt64(), TorchScript.VersionOf(weight));
}
