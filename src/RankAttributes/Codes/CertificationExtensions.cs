using RankAttributes.Bounds.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>Certificates from the length of a description.</summary>
public static class CertificationExtensions
{
    private static readonly string[] Common =
    [
        "the training samples were drawn independently from the distribution of the new data",
        "program, architectures and preprocessing were fixed before the data were seen",
    ];

    /// <summary>
    /// Decodes a description into the model and counts the errors of the decoded network on the training samples as they were collected, without
    /// augmentation. The model has the decoded weights afterwards.
    /// </summary>
    /// <param name="model">The model in the mode in which it is used: call <c>eval()</c> first.</param>
    /// <param name="description">The description of the network.</param>
    /// <param name="samples">All N training samples with their classes, in batches; a share of them is not a training set of that size.</param>
    /// <param name="options">The options with which the description was made.</param>
    /// <param name="heldOut">Samples that were used for nothing else, or <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <exception cref="CertificationException">Something in the model is not reached by the description.</exception>
    public static CodeCertificate Certify(
        this nn.Module<Tensor, Tensor> model,
        NetworkDescription description,
        IEnumerable<(Tensor Inputs, Tensor Labels)> samples,
        CodeOptions options,
        IEnumerable<(Tensor Inputs, Tensor Labels)>? heldOut = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        if (description.DifferencesFrom(model) is { Count: > 0 } differences) throw new CertificationException(differences);
        description.ApplyTo(model);
        var counter = new ErrorCounter(model, options.TieTolerance);
        var count = counter.Count(Checked(model, options, samples), cancellation);
        var unseen = heldOut is null ? null : counter.Count(heldOut, cancellation);
        var bound = description.ErrorBound(count.Errors, count.Samples, options.Delta);
        return new CodeCertificate
        {
            Model = model.GetType().Name,
            Method = description.Method,
            Confidence = 1 - options.Delta,
            Samples = count.Samples,
            Errors = count.Errors,
            Ties = count.Ties,
            Bits = description.Bits,
            FileBytes = description.ToBytes().Length,
            Draws = (description as DrawnModel)?.Draws,
            ErrorBound = bound,
            IsVacuous = bound >= 1 - (1.0 / count.Classes),
            HeldOut = unseen is null ? null
                : new HeldOutBound(unseen.Samples, unseen.Errors, 1 - options.Delta, CodeBound.HeldOut(unseen.Errors, unseen.Samples, options.Delta)),
            Assumptions = description is DrawnModel drawn ? [.. Common, $"{drawn.Draws:N0} draws are all that could have been reported"] : Common,
            Table = description.Table,
        };
    }

    private static IEnumerable<(Tensor Inputs, Tensor Labels)> Checked(nn.Module<Tensor, Tensor> model, CodeOptions options,
        IEnumerable<(Tensor Inputs, Tensor Labels)> samples)
    {
        var isFirst = true;
        foreach (var batch in samples)
        {
            if (isFirst && new CodeObstacles(model, options).Of(batch.Inputs) is { Count: > 0 } obstacles) throw new CertificationException(obstacles);
            isFirst = false;
            yield return batch;
        }
    }
}
