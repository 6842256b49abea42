using System.Diagnostics.CodeAnalysis;
using RankAttributes.LowRank;
using RankAttributes.Penalties;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>What a compression needs to know of each layer, found by passing samples through the model.</summary>
/// <param name="Layers">Spectra and costs of the layers that can be replaced.</param>
/// <param name="Forms">Of each, those of all forms that two layers in its place could have, the usual one first.</param>
/// <param name="Positions">How often a sample passes each; 0 where none did.</param>
/// <param name="Accuracy">The evaluation of the model as it is.</param>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal sealed record LayerSurvey(
    IReadOnlyList<AllocatedLayer> Layers, IReadOnlyList<IReadOnlyList<AllocatedLayer>> Forms, IReadOnlyList<long> Positions, double Accuracy) : IDisposable
{
    /// <summary>At this share of lost energy the layers are compared, one at a time.</summary>
    private const double ComparedLoss = 0.2;

    /// <summary>More layers than this are taken as equally important: each costs an evaluation.</summary>
    private const int MaxComparedLayers = 32;

    private const int Batch = 256;

    /// <summary>Evaluates the model as it is and watches what enters its layers: of the given inputs, or else of the evaluation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">A batch of inputs, or <see langword="null"/>.</param>
    /// <param name="evaluate">The evaluation.</param>
    /// <param name="comparesForms">Whether forms will be compared; else each layer has the usual one alone.</param>
    /// <param name="cancellation">Ends the survey.</param>
    public static LayerSurvey Of(CompressibleModel model, Tensor? inputs, Func<double> evaluate, bool comparesForms, CancellationToken cancellation)
    {
        var watched = model.Layers.Select(candidate => new WatchedLayer(candidate.Layer)).ToList();
        try
        {
            model.Take(model.FormOf(watched));
            var accuracy = inputs is null ? evaluate() : double.NaN;
            if (inputs is not null) Pass(model.Module, inputs, cancellation);
            model.Restore();
            if (inputs is not null) accuracy = evaluate();
            var forms = model.Layers.Zip(watched)
                .Select(pair => FormsOf(pair.First, pair.Second, comparesForms && watched.Count <= MaxComparedLayers)).ToList();
            return new LayerSurvey([.. forms.Select(each => each[0])], forms, [.. watched.Select(watch => watch.Positions)], accuracy);
        }
        finally
        {
            foreach (var watch in watched) watch.Release();
        }
    }

    /// <summary>
    /// Gives each layer the importance that its accuracy shows: what the evaluation loses while that layer alone is cut. A convolution gets the form that
    /// loses less with as many weights.
    /// </summary>
    /// <param name="evaluateAt">Evaluates the model with layers in the given forms and ranks.</param>
    public LayerSurvey Compared(Func<IReadOnlyList<AllocatedLayer>, int?[], double> evaluateAt)
    {
        if (Layers.Count > MaxComparedLayers || (Layers.Count == 1 && Forms[0].Count == 1)) return this;
        var cuts = Layers.Select((layer, index) =>
        {
            var rank = 1;
            while (rank < layer.Spectrum.MaxRank && layer.Spectrum.Lost(rank) > ComparedLoss) rank++;
            var usual = Cut(index, layer, rank);
            return Forms[index].Skip(1).Select(other => Cut(index, other, (int)(layer.WeightsAt(rank) / other.CostOfARank))).Prepend(usual)
                .MinBy(cut => cut.Drop);
        }).ToList();

        // No layer counts for less than a tenth of the average: an accuracy is a coarse measure.
        var least = Math.Max(cuts.Average(cut => cut.Drop) / 10, 1e-4);
        return this with { Layers = [.. cuts.Select(cut => cut.Layer with { Importance = Math.Max(cut.Drop, least) })] };

        (AllocatedLayer Layer, double Drop) Cut(int index, AllocatedLayer layer, int rank)
        {
            var (forms, ranks) = (Layers.ToArray(), new int?[Layers.Count]);
            (forms[index], ranks[index]) = (layer, Math.Clamp(rank, 1, layer.Spectrum.MaxRank));
            return (layer, Math.Max(0, Accuracy - evaluateAt(forms, ranks)));
        }
    }

    /// <summary>Multiplications and additions of one sample at the given ranks; as the model is, without any.</summary>
    public double MultiplyAdds(int?[]? ranks) => Layers.Select((layer, index) => (double)Positions[index] * layer.WeightsAt(ranks?[index])).Sum();

    public void Dispose()
    {
        foreach (var layer in Forms.SelectMany(forms => forms)) layer.Spectrum.Dispose();
    }

    private static AllocatedLayer[] FormsOf(Candidate candidate, WatchedLayer watch, bool comparesForms)
    {
        // Throws for a weight that is not finite, with its name.
        ScaledMatrix.Of(candidate.Layer.Matrices, $"{candidate.Name}.weight");
        var whole = watch.Gram;
        return [.. (comparesForms ? FactorableLayer.FormsOf(candidate.Layer.Layer) : [candidate.Layer]).Select(form =>
        {
            using var scope = NewDisposeScope();
            var (gram, samples) = whole is { } entering ? form.Entering(entering, watch.Rows) : (null, 0);
            return new AllocatedLayer(new WeightedSpectrum(form, gram, samples), form.WeightsAt(1), form.Weight.numel(), Importance: 1);
        })];
    }

    private static void Pass(nn.Module<Tensor, Tensor> model, Tensor inputs, CancellationToken cancellation)
    {
        model.eval();
        using var gradientFree = no_grad();
        foreach (var part in inputs.detach().split(Batch))
        {
            using var scope = NewDisposeScope();
            cancellation.ThrowIfCancellationRequested();
            model.call(part);
        }
    }
}
