using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>XᵀX of the activations that enter a layer, a batch at a time: width² numbers, however many rows X has.</summary>
internal sealed class ActivationGram : IDisposable
{
    private Tensor? gram;
    private long rows;
    private double machineEpsilon;

    /// <summary>Adds rows × width activations.</summary>
    public void Add(Tensor activations)
    {
        using var scope = NewDisposeScope();
        machineEpsilon = finfo(activations.dtype).eps;
        var exact = activations.to_type(ScalarType.Float64);
        gram ??= zeros(exact.shape[1], exact.shape[1], ScalarType.Float64, exact.device).DetachFromDisposeScope();
        gram.addmm_(exact.t(), exact, 1, 1);
        rows += exact.shape[0];
    }

    /// <summary>The matrix so far; <see langword="null"/> where nothing was added.</summary>
    public GramMatrix? Matrix()
    {
        if (gram is null) return null;
        using var host = gram.cpu();
        return new GramMatrix(host.data<double>().ToArray(), gram.shape[0], rows, machineEpsilon);
    }

    public void Dispose() => gram?.Dispose();
}
