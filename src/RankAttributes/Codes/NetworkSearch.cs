using System.Diagnostics;
using RankAttributes.Bounds.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>Tries integers of any layer, first on a few batches and then, where that looks promising, on all samples.</summary>
internal sealed class NetworkSearch(
    nn.Module<Tensor, Tensor> model, EncodedModel encoded, CodeOptions options, CodeSearchOptions search, IEnumerable<(Tensor Inputs, Tensor Labels)> samples)
{
    private const int Seed = 1;
    private const double ScreenedShare = 0.1;

    // A screening errs by about as much as one tenth of the samples do; what it turns down by more than this many errors per sample is gone.
    private const double Doubt = 2e-4;

    private readonly ErrorCounter counter = new(model, 0);

    public EncodedModel Improve(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var few = samples.Take(Math.Max(1, (int)(samples.Count() * ScreenedShare)));
        var (best, errors, screened) = (encoded, counter.Count(samples), counter.Count(few));
        var (bound, changes, random) = (Bound(best, errors), 0, new Random(Seed));
        while (clock.Elapsed < search.WholeNetwork && !cancellation.IsCancellationRequested)
        {
            var other = Changed(best, random);
            other.ApplyTo(model);
            var look = counter.Count(few);
            var expected = errors.Errors + ((look.Errors - screened.Errors) * ((double)errors.Samples / screened.Samples));
            if (Estimate(other, expected, errors.Samples) > bound + Doubt) continue;
            var count = counter.Count(samples);
            if (Bound(other, count) >= bound) continue;
            (best, errors, screened, bound) = (other, count, look, Bound(other, count));
            search.Progress?.Report(new CodeSearchProgress(bound, errors.Errors, best.Bits, ++changes));
        }

        return best;
    }

    /// <summary>One integer nearer to zero, or one step away from it: bits are saved more often than errors.</summary>
    private static EncodedModel Changed(EncodedModel encoded, Random random)
    {
        var symbols = encoded.Symbols.Select(tensor => tensor.ToArray()).ToList();
        var place = random.Next(symbols.Sum(tensor => tensor.Length));
        var tensor = 0;
        for (; place >= symbols[tensor].Length; tensor++) place -= symbols[tensor].Length;
        var old = symbols[tensor][place];
        symbols[tensor][place] = old != 0 && random.Next(2) == 0 ? old - Math.Sign(old) : old + (random.Next(2) == 0 ? 1 : -1);
        return encoded.With(symbols);
    }

    private double Bound(EncodedModel network, ErrorCount count) => CodeBound.Chernoff(count.Errors, count.Samples, network.Bits, options.Delta);

    private double Estimate(EncodedModel network, double errors, long count)
        => RelativeEntropy.Invert(Math.Clamp(errors / count, 0, 1), ((network.Bits * Math.Log(2)) - Math.Log(options.Delta)) / count);
}
