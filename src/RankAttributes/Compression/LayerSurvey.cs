using System.Diagnostics.CodeAnalysis;
using RankAttributes.LowRank;
using RankAttributes.Penalties;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>What a compression needs to know of each layer, found by passing samples through the model.</summary>
/// <param name="Layers">Spectra and costs of the layers that can be replaced.</param>
/// <param name="Forms">Of each, those of all forms that two layers in its place could have, the usual one first.</param>
/// <param name="Positions">How often a sample passes each; 0 where none did.</param>
/// <param name="Units">Hidden units and channels that can be removed.</param>
/// <param name="Watched">What was seen of each layer.</param>
/// <param name="Accuracy">The evaluation of the model as it is.</param>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal sealed record LayerSurvey(
    IReadOnlyList<AllocatedLayer> Layers, IReadOnlyList<IReadOnlyList<AllocatedLayer>> Forms, IReadOnlyList<long> Positions, IReadOnlyList<HiddenUnits> Units,
    IReadOnlyList<WatchedLayer> Watched, double Accuracy) : IDisposable
{
    /// <summary>At this share of lost energy the layers are compared, one at a time.</summary>
    private const double ComparedLoss = 0.2;

    /// <summary>More layers than this are taken as equally important: each costs an evaluation.</summary>
    private const int MaxComparedLayers = 32;

    private const int Batch = 256;

    /// <summary>Evaluates the model as it is and watches what enters its layers: of the given inputs, or else of the evaluation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The inputs, or <see langword="null"/>; and whether units may be removed and forms are compared.</param>
    /// <param name="evaluate">The evaluation.</param>
    /// <param name="cancellation">Ends the survey.</param>
    public static LayerSurvey Of(CompressibleModel model, CompressionOptions options, Func<double> evaluate, CancellationToken cancellation)
    {
        var calls = new List<int>();
        var watched = model.Layers.Select((candidate, index) => new WatchedLayer(candidate.Layer, () => calls.Add(index))).ToList();
        try
        {
            var accuracy = double.NaN;
            IReadOnlyList<HiddenUnits> units = [];
            model.Take(model.FormOf(watched));
            if (options.Inputs is not { } inputs)
            {
                accuracy = evaluate();
                model.Restore();
            }
            else
            {
                var isRegular = Pass(model.Module, inputs, calls, cancellation);
                model.Restore();
                accuracy = evaluate();
                if (isRegular && options is { RemoveUnits: true, Rank: null })
                    units = [.. ChainProbe.Find(model, calls, inputs, cancellation).Select(pair => UnitsOf(model, watched, pair)).OfType<HiddenUnits>()];
            }

            var comparesForms = options.Rank is null && watched.Count <= MaxComparedLayers;
            var forms = model.Layers.Zip(watched).Select(pair => FormsOf(pair.First, pair.Second, comparesForms)).ToList();

            // What entered the layers around units is needed for their narrower forms.
            foreach (var (watch, index) in watched.Select((watch, index) => (watch, index)))
                if (!units.Any(each => each.Before == index || each.After == index)) watch.Release();
            return new LayerSurvey([.. forms.Select(each => each[0])], forms, [.. watched.Select(watch => watch.Positions)], units, watched, accuracy);
        }
        catch
        {
            foreach (var watch in watched) watch.Release();
            throw;
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
        foreach (var units in Units) units.Dispose();
        foreach (var watch in Watched) watch.Release();
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

    private static HiddenUnits? UnitsOf(CompressibleModel model, List<WatchedLayer> watched, (int Before, int After) pair)
    {
        using var scope = NewDisposeScope();
        var (weight, entering) = (model.Layers[pair.After].Layer.Weight, watched[pair.After]);
        if (entering.Gram is not { } gram || !weight.isfinite().all().ToBoolean()) return null;
        var believed = UnitOrder.Regularized(gram[0], entering.Rows);

        // A channel has a column for each point of the kernel, or of the image where that enters a linear layer; they are alike enough to choose channels by.
        var count = model.Layers[pair.Before].Layer.Weight.shape[0];
        var (each, matrix) = (believed.shape[0] / count, weight.detach().reshape(weight.shape[0], count, -1).transpose(1, 2).reshape(-1, count));

        // No more than half are kept where any are removed.
        var order = new UnitOrder(believed.reshape(count, each, count, each).diagonal(0, 1, 3).sum([-1L]) / each, matrix, (int)((count + 1) / 2));
        return order.Units.Count == 0 ? null : new HiddenUnits(pair.Before, pair.After, believed.DetachFromDisposeScope(), order, count);
    }

    /// <summary>Passes the inputs; whether every batch ran the same layers in the same order, which is that of the calls that are left.</summary>
    private static bool Pass(nn.Module<Tensor, Tensor> model, Tensor inputs, List<int> calls, CancellationToken cancellation)
    {
        var (first, isRegular) = (default(int[]), true);
        model.eval();
        using var gradientFree = no_grad();
        foreach (var part in inputs.detach().split(Batch))
        {
            using var scope = NewDisposeScope();
            cancellation.ThrowIfCancellationRequested();
            calls.Clear();
            model.call(part);
            first ??= [.. calls];
            isRegular &= calls.SequenceEqual(first);
        }

        return isRegular;
    }
}
