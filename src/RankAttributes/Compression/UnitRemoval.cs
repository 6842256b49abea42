using System.Diagnostics.CodeAnalysis;
using RankAttributes.LowRank;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Compression;

/// <summary>The layers of a model as they are with fewer hidden units and channels.</summary>
[RequiresUnreferencedCode("Replaces the values of the model's fields, found by reflection.")]
internal static class UnitRemoval
{
    /// <summary>Shares of the hidden units and channels that are kept.</summary>
    private static readonly double[] Shares = [0.5, 0.25, 0.125];

    /// <summary>The survey of each narrower form, wide ones first; each is to be disposed of.</summary>
    /// <param name="survey">The model as it is.</param>
    public static IEnumerable<LayerSurvey> NarrowerThan(LayerSurvey survey)
    {
        var last = int.MaxValue;
        foreach (var share in Shares)
        {
            var kept = survey.Units.Select(units => units.Kept(share)).ToList();
            var count = kept.Sum(units => units.Length);
            if (count > 0 && count < last) yield return Narrowed(survey, kept);
            last = count;
        }
    }

    private static LayerSurvey Narrowed(LayerSurvey survey, IReadOnlyList<int[]> kept)
    {
        using var gradientFree = no_grad();
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (new Dictionary<int, Tensor>(), new Dictionary<int, Tensor>());
        var weights = new Dictionary<int, Tensor>();
        var lost = new double[survey.Layers.Count];
        foreach (var (units, numbers) in survey.Units.Zip(kept))
        {
            var weight = survey.Layers[units.After].Spectrum.Form.Weight;
            var places = tensor(numbers.Select(unit => (long)unit).ToArray(), device: weight.device);
            (outputs[units.Before], inputs[units.After]) = (places, units.Columns(places));
            var refit = UnitOrder.Refit(units.Gram, weight.flatten(1), inputs[units.After]);
            lost[units.After] = UnitOrder.Lost(units.Gram, weight.flatten(1), refit, inputs[units.After]);
            weights[units.After] = refit.reshape([weight.shape[0], -1, .. weight.shape[2..]]);
        }

        var layers = survey.Layers.Select((layer, index) =>
        {
            var (rows, columns) = (outputs.GetValueOrDefault(index), inputs.GetValueOrDefault(index));
            if (rows is null && columns is null) return layer;
            var (original, watched) = (layer.Spectrum.Form, survey.Watched[index]);
            var form = original.Like(NarrowLayer.Of(original.Layer, weights.GetValueOrDefault(index, original.Weight), rows, null));
            var (gram, samples) = (watched.Gram, watched.Rows);
            if (columns is not null) gram = gram?.index_select(1, columns).index_select(2, columns);
            if (gram is not null) (gram, samples) = form.Entering(gram, samples);
            return layer with
            {
                Spectrum = new WeightedSpectrum(form, gram, samples), CostOfARank = form.WeightsAt(1), Weights = form.Weight.numel(),
                LostWithUnits = lost[index],
            };
        }).ToList();
        var changed = layers.Except(survey.Layers).ToList();
        return survey with { Layers = layers, Forms = [changed], Units = [], Watched = [] };
    }
}
