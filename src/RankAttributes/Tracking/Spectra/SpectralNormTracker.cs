using RankAttributes.Tracking.Network;
using TorchSharp;

namespace RankAttributes.Tracking.Spectra;

/// <summary>The spectral norms of all weights of a model, each visited once in an interval of calls and at most one or a few a call.</summary>
internal sealed class SpectralNormTracker(torch.nn.Module model, int interval) : IDisposable
{
    private readonly Dictionary<string, PowerIteration> iterations = new(StringComparer.Ordinal);
    private IReadOnlyList<string> names = [];
    private long call;

    public IReadOnlyList<SpectralNormEstimate> Next()
    {
        if (call == 0 || IsAnyDue()) Visit();
        var estimates = names.Select(name => new SpectralNormEstimate(name, iterations[name].Estimate, (int)(call - iterations[name].MadeAt))).ToList();
        call++;
        return estimates;
    }

    public void Dispose()
    {
        foreach (var iteration in iterations.Values) iteration.Dispose();
    }

    private bool IsAnyDue()
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (IsDue(index, names.Count)) return true;
        }

        return false;
    }

    // Spread over the interval, so that no call pays for all.
    private bool IsDue(int index, int count) => call % interval == (long)index * interval / count;

    private void Visit()
    {
        using var scope = torch.NewDisposeScope();
        var layers = LiveLayer.Of(model).Where(layer => UnmeasurableWeight.Reason(layer.Matrix) is null).ToList();
        names = [.. layers.Select(layer => layer.Name)];
        foreach (var gone in iterations.Keys.Except(names).ToList())
        {
            iterations.Remove(gone, out var iteration);
            iteration!.Dispose();
        }

        for (var index = 0; index < layers.Count; index++)
        {
            var isNew = !iterations.TryGetValue(names[index], out var iteration);
            if (isNew) iterations[names[index]] = iteration = new PowerIteration();
            if (isNew || IsDue(index, layers.Count)) iteration!.Visit(layers[index].Matrix, call);
        }
    }
}
