using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>Errors on some samples.</summary>
/// <param name="Samples">How many samples.</param>
/// <param name="Errors">How many are classified wrongly, or not clearly enough.</param>
/// <param name="Ties">How many of those are right, but by a lead within the tolerance.</param>
/// <param name="Classes">How many classes the model tells apart.</param>
internal sealed record ErrorCount(long Samples, long Errors, long Ties, long Classes);

/// <summary>Counts a model's errors.</summary>
internal sealed class ErrorCounter(nn.Module<Tensor, Tensor> model, double tolerance)
{
    /// <summary>Counts samples whose class does not lead all others by more than the tolerance, a share of the sample's largest absolute logit.</summary>
    /// <param name="batches">The samples with their classes.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <param name="isEnough">Says after each batch whether the rest need not be counted; <see langword="null"/> where all are.</param>
    /// <exception cref="ArgumentException">There are no samples, or a label is none of the classes.</exception>
    public ErrorCount Count(IEnumerable<(Tensor Inputs, Tensor Labels)> batches, CancellationToken cancellation = default,
        Func<ErrorCount, bool>? isEnough = null)
    {
        using var gradientFree = no_grad();
        var count = new ErrorCount(0, 0, 0, 0);
        foreach (var (inputs, labels) in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var lead = Lead(inputs, labels, out var scale, out var classes);
            // NaN leads nobody: it is an error.
            var (clear, right) = ((lead > scale * tolerance).sum().item<long>(), (lead > 0).sum().item<long>());
            count = new ErrorCount(count.Samples + labels.numel(), count.Errors + labels.numel() - clear, count.Ties + right - clear, classes);
            if (isEnough?.Invoke(count) == true) break;
        }

        return count.Samples > 0 ? count : throw new ArgumentException("There are no samples.", nameof(batches));
    }

    /// <summary>By how much the right class leads each of the others at least, and the largest absolute logit.</summary>
    private Tensor Lead(Tensor inputs, Tensor labels, out Tensor scale, out long classes)
    {
        var logits = model.call(inputs).to_type(ScalarType.Float32);
        if (logits.dim() != 2 || logits.shape[0] != labels.numel())
            throw new ArgumentException(
                $"The model's output has the shape [{string.Join(", ", logits.shape)}] for {labels.numel()} labels; a certificate counts errors of "
                + $"samples × classes.");
        classes = logits.shape[1];
        var right = labels.to_type(ScalarType.Int64).to(logits.device).view(-1, 1);
        if (right.min().item<long>() < 0 || right.max().item<long>() >= classes)
            throw new ArgumentException($"A label is outside of the {classes} classes of the model.");
        scale = logits.abs().amax([1]);
        return logits.gather(1, right).squeeze(1) - logits.scatter(1, right, full(right.shape, float.NegativeInfinity, ScalarType.Float32, logits.device))
            .amax([1]);
    }
}
