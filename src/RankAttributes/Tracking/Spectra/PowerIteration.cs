using static TorchSharp.torch;

namespace RankAttributes.Tracking.Spectra;

/// <summary>The spectral norm of a weight that changes slowly: one step of power iteration a visit, from where the last one stopped.</summary>
internal sealed class PowerIteration : IDisposable
{
    // Enough for a good start; afterwards the direction follows the weight.
    private const int FirstSteps = 16;

    private Tensor? direction;

    /// <summary>‖Av‖ for the present unit vector v: at most ‖A‖, and NaN where the weight is not finite.</summary>
    public double Estimate { get; private set; }

    /// <summary>The call at which the estimate was made.</summary>
    public long MadeAt { get; private set; }

    public void Visit(Tensor matrix, long call)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var weight = matrix.detach();
        var fits = direction is not null && direction.shape[0] == weight.shape[1] && direction.dtype == weight.dtype
            && direction.device.ToString() == weight.device.ToString();
        var next = fits ? direction : Start(weight);
        MadeAt = call;
        if (next is null)
        {
            Estimate = 0;
            return;
        }

        for (var step = fits ? FirstSteps - 1 : 0; step < FirstSteps; step++)
        {
            var image = weight.mv(next);
            var norm = image.norm();
            Estimate = norm.to_type(ScalarType.Float64).item<double>();
            var back = weight.t().mv(image / norm);
            next = back / back.norm();
        }

        direction?.Dispose();

        // A zero or broken weight has no direction; the next visit starts over.
        direction = Estimate > 0 ? next.DetachFromDisposeScope() : null;
    }

    public void Dispose() => direction?.Dispose();

    /// <summary>The row of largest norm: most likely not orthogonal to the first singular vector, and no random number is drawn from the training's. Null for
    /// zeros.</summary>
    private static Tensor? Start(Tensor weight)
    {
        var row = weight[weight.norm(1).argmax().item<long>()];
        var norm = row.norm();
        return norm.to_type(ScalarType.Float64).item<double>() == 0 ? null : row / norm;
    }
}
