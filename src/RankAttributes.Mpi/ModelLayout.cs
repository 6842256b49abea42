using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Mpi;

/// <summary>A model's tensors by name, each memory once: tied parameters share it.</summary>
internal static class ModelLayout
{
    /// <summary>The parameters that training changes.</summary>
    public static List<(string Name, TorchSharp.Modules.Parameter Parameter)> TrainableParameters(nn.Module model)
    {
        var seen = new HashSet<(nint, long)>();
        return [.. model.named_parameters().Where(item => item.parameter.requires_grad && seen.Add(Place(item.parameter)))];
    }

    /// <summary>Every parameter and buffer.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Tensors(nn.Module model)
        => model.named_parameters().Select(item => (item.name, (Tensor)item.parameter)).Concat(Buffers(model));

    /// <summary>What a model carries beside its parameters, such as running statistics.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Buffers(nn.Module model) => model.named_buffers().Select(item => (item.name, item.buffer));

    /// <summary>A number that differs where names, shapes or types differ.</summary>
    public static long Fingerprint(nn.Module model)
    {
        var text = new StringBuilder();
        foreach (var (name, tensor) in Tensors(model))
            text.Append(CultureInfo.InvariantCulture, $"{name} {tensor.dtype} {string.Join('x', tensor.shape)} {tensor.requires_grad}\n");
        return BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>A number that differs where one bit of a parameter differs.</summary>
    public static long WeightFingerprint(nn.Module model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, parameter) in model.named_parameters())
        {
            using var copy = OnHost(parameter);
            hash.AppendData(copy.bytes);
        }

        return BitConverter.ToInt64(hash.GetHashAndReset());
    }

    /// <summary>Overwrites a tensor with that of rank 0.</summary>
    public static void Broadcast(Communicator communicator, Tensor tensor)
    {
        if (tensor.numel() == 0) return;
        using var gradientFree = no_grad();
        using var copy = OnHost(tensor);
        communicator.Broadcast(copy.bytes);
        tensor.copy_(copy);
    }

    /// <summary>A contiguous copy in the memory of the process, or the tensor's own memory where it is that already.</summary>
    private static Tensor OnHost(Tensor tensor)
    {
        using var detached = tensor.detach();
        using var host = detached.cpu();
        return host.contiguous();
    }

    private static (nint Address, long Elements) Place(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU || tensor.numel() == 0 || !tensor.is_contiguous()) return (tensor.Handle, -1);
        using var detached = tensor.detach();
        return (Address(detached), tensor.numel());
    }

    /// <summary>Where a contiguous tensor's memory begins.</summary>
    public static unsafe nint Address(Tensor tensor)
    {
        fixed (byte* start = tensor.bytes) return (nint)start;
    }
}
