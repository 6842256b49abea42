using TorchSharp;

namespace RankAttributes.Penalties;

/// <summary>
/// Matrix products of float32 in full precision while it lives: an iteration of many products does not converge in the ten bits of
/// TF32. What the user had set comes back after.
/// </summary>
internal readonly struct FullPrecisionProducts : IDisposable
{
    private readonly bool reduced;

    public FullPrecisionProducts(DeviceType device)
    {
        reduced = device == DeviceType.CUDA && torch.backends.cuda.matmul.allow_tf32;
        if (reduced) torch.backends.cuda.matmul.allow_tf32 = false;
    }

    public void Dispose()
    {
        if (reduced) torch.backends.cuda.matmul.allow_tf32 = true;
    }
}
