using RankAttributes.Bounds.Codes;

namespace RankAttributes.Codes;

/// <summary>
/// Moves integers of the last layer by one, or to zero, where errors and bits together lower the bound. The inputs of the layer stay, so that a trial costs one
/// comparison per sample.
/// </summary>
internal sealed class ReadOutSearch
{
    private readonly EncodedModel encoded;
    private readonly ReadOut readOut;
    private readonly CodeSearchOptions options;
    private readonly double delta;
    private readonly int classes;
    private readonly int inputs;
    private readonly int samples;
    private readonly List<int[]> symbols;
    private readonly SymbolCounts[] counts;
    private readonly double[] bits;
    private readonly float[] logits;
    private readonly float[] thresholds;
    private int changes;

    public ReadOutSearch(EncodedModel encoded, ReadOut readOut, double delta, CodeSearchOptions options)
    {
        (this.encoded, this.readOut, this.delta, this.options) = (encoded, readOut, delta, options);
        (classes, inputs, samples) = ((int)encoded.Coded[readOut.Weight].Shape[0], (int)encoded.Coded[readOut.Weight].Shape[1], readOut.Labels.Length);
        symbols = [.. encoded.Symbols.Select(tensor => tensor.ToArray())];
        counts = [.. symbols.Select(tensor => SymbolCounts.Of(tensor))];
        bits = [.. counts.Select(count => count.Length)];
        logits = new float[samples * classes];
        thresholds = new float[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            for (var row = 0; row < classes; row++) logits[(sample * classes) + row] = Logit(sample, row);
        }
    }

    public EncodedModel Improve(CancellationToken cancellation)
    {
        var overhead = encoded.HeaderBits - encoded.SymmetryBits;
        var best = double.PositiveInfinity;
        for (var sweep = 0; sweep < options.Sweeps; sweep++)
        {
            var before = changes;
            for (var row = 0; row < classes; row++)
            {
                Compare(row);
                if (double.IsPositiveInfinity(best)) best = Bound(Errors(row, -1, 0), overhead);
                for (var input = -1; input < inputs; input++)
                {
                    if (cancellation.IsCancellationRequested) return encoded.With(symbols);
                    if (input < 0 && readOut.Bias is null) continue;
                    best = Try(row, input, best, overhead);
                }
            }

            if (changes == before) break;
        }

        return encoded.With(symbols);
    }

    private double Try(int row, int input, double best, double overhead)
    {
        var (tensor, place) = input < 0 ? (readOut.Bias!.Value, row) : (readOut.Weight, (row * inputs) + input);
        var old = symbols[tensor][place];
        foreach (var other in new HashSet<int> { old - 1, old + 1, 0 })
        {
            if (other == old) continue;
            var step = (float)((other - old) * encoded.Coded[tensor].Step);
            var errors = Errors(row, input, step);
            counts[tensor].Replace(old, other);
            var oldBits = bits[tensor];
            bits[tensor] = counts[tensor].Length;
            var bound = Bound(errors, overhead);
            if (bound < best)
            {
                (best, symbols[tensor][place], changes) = (bound, other, changes + 1);
                for (var sample = 0; sample < samples; sample++) logits[(sample * classes) + row] += step * Feature(sample, input);
                options.Progress?.Report(new CodeSearchProgress(bound, errors, Math.Max(0, bits.Sum() + overhead), changes));
                return best;
            }

            counts[tensor].Replace(other, old);
            bits[tensor] = oldBits;
        }

        return best;
    }

    private double Bound(long errors, double overhead) => CodeBound.Chernoff(errors, samples, Math.Max(0, bits.Sum() + overhead), delta);

    /// <summary>What a sample's logit of this class has to exceed, or must not reach; NaN where the sample is an error whatever that logit is.</summary>
    private void Compare(int row)
    {
        Parallel.For(0, samples, sample =>
        {
            var right = readOut.Labels[sample];
            var others = float.NegativeInfinity;
            for (var other = 0; other < classes; other++)
            {
                if (other != row && other != right) others = Math.Max(others, logits[(sample * classes) + other]);
            }

            var own = logits[(sample * classes) + right];
            thresholds[sample] = right == row ? others : own > others ? own : float.NaN;
        });
    }

    private long Errors(int row, int input, float step)
    {
        var wrong = 0L;
        Parallel.For(
            0,
            (samples + 4095) / 4096,
            () => 0L,
            (block, _, sum) =>
            {
                for (var sample = block * 4096; sample < Math.Min(samples, (block + 1) * 4096); sample++)
                {
                    var logit = logits[(sample * classes) + row] + (step == 0 ? 0 : step * Feature(sample, input));
                    var isRight = readOut.Labels[sample] == row ? logit > thresholds[sample] : logit < thresholds[sample];
                    if (!isRight) sum++;
                }

                return sum;
            },
            sum => Interlocked.Add(ref wrong, sum));
        return wrong;
    }

    private float Feature(int sample, int input) => input < 0 ? 1 : readOut.Features[(sample * inputs) + input];

    private float Logit(int sample, int row)
    {
        var sum = readOut.Bias is { } bias ? symbols[bias][row] * encoded.Coded[bias].Step : 0;
        for (var input = 0; input < inputs; input++)
            sum += readOut.Features[(sample * inputs) + input] * symbols[readOut.Weight][(row * inputs) + input] * encoded.Coded[readOut.Weight].Step;
        return (float)sum;
    }
}
