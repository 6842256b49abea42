using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>Takes the network with the lowest bound among some. One that is far behind after a part of the samples is not counted to the end.</summary>
internal sealed class DrawChoice(nn.Module<Tensor, Tensor> model, CodeOptions options, IEnumerable<(Tensor Inputs, Tensor Labels)> samples)
{
    private const double LeastShare = 0.1, Doubt = 4;

    private readonly ErrorCounter counter = new(model, options.TieTolerance);

    public DrawnModel Best(IEnumerable<DrawnModel> networks, CancellationToken cancellation)
    {
        (DrawnModel Network, double Bound)? best = null;
        var all = 0L;
        foreach (var network in networks)
        {
            network.ApplyTo(model);
            var count = counter.Count(samples, cancellation, seen => best is { } leader && IsBehind(network, seen, all, leader.Bound));
            all = Math.Max(all, count.Samples);
            if (count.Samples < all) continue;
            var bound = network.ErrorBound(count.Errors, count.Samples, options.Delta);
            if (best is null || bound < best.Value.Bound) best = (network, bound);
        }

        return best!.Value.Network;
    }

    /// <summary>Whether not even four deviations fewer errors than what was seen promises would win.</summary>
    private bool IsBehind(DrawnModel network, ErrorCount seen, long all, double bound)
    {
        if (seen.Samples < LeastShare * all || seen.Samples == all) return false;
        var hoped = Math.Max(0, seen.Errors - (Doubt * Math.Sqrt(seen.Errors + 1))) * all / seen.Samples;
        return network.ErrorBound((long)hoped, all, options.Delta) > bound;
    }
}
