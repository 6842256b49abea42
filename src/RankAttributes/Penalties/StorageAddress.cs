using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Penalties;

/// <summary>Where the memory of a tensor starts: two tensors that share it are one weight, whatever objects hold them.</summary>
internal static class StorageAddress
{
    /// <summary>The address of the first entry, or <see langword="null"/> where there is none: an empty tensor, one of the meta device, a sparse one.</summary>
    public static long? Of(Tensor tensor)
    {
        if (tensor.numel() == 0 || tensor.device_type == DeviceType.META || tensor.is_sparse) return null;
        var start = new AnyStorage(tensor).data_ptr().ToInt64();
        return start == 0 ? null : start + tensor.storage_offset() * tensor.element_size();
    }

    /// <summary>The storage of a tensor of any dtype; TorchSharp's own knows a few, and copies tensors of all others.</summary>
    private sealed class AnyStorage(Tensor tensor) : Storage(tensor)
    {
        public override int element_size() => (int)_tensor.element_size();
    }
}
