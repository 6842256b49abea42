using RankAttributes.Bounds;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Samples;

/// <summary>XᵀX of the activations that enter a layer, a batch at a time: width² numbers, however many rows X has.</summary>
internal sealed class ActivationGram : IDisposable
{
    // Below this share of σ₁ a Gram matrix in double precision knows nothing.
    private const double Resolution = 1e-7;

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

    /// <summary>The ranks so far; <see langword="null"/> where nothing was added or an activation is not finite.</summary>
    public ActivationRanks? Ranks()
    {
        if (gram is null) return null;
        using var scope = NewDisposeScope();
        if (!gram.isfinite().all().item<bool>()) return null;
        var values = linalg.eigvalsh(gram.to(CPU)).clamp(0).sqrt().data<double>().ToArray();
        return new ActivationRanks(
            values.Length,
            rows,
            SpectralMeasures.NumericalRank(values, rows, values.Length, Math.Max(machineEpsilon, Resolution / Math.Max(rows, values.Length))),
            SpectralMeasures.EntropyRank(values),
            SpectralMeasures.StableRank(values));
    }

    public void Dispose() => gram?.Dispose();
}
