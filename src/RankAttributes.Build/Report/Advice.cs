using RankAttributes.Bounds;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>What a reader can do about a model, most useful first. Every number is computed for this model.</summary>
internal static class Advice
{
    public static IEnumerable<string> Of(ModelReport model)
    {
        switch (model.Verdict)
        {
            case Verdict.NotPredicted:
                yield return "No number is predicted: no layer's shape could be read, or a declared value is out of range.";
                break;
            case Verdict.DatasetSizeUnknown:
                yield return "Declare how many samples you train on, [TrainingData(samples: …)] on the class or the assembly, and the build compares.";
                break;
            case Verdict.TooFewSamples:
                yield return Rank(model);
                yield return Dominant(model);
                yield return $"Or train on {NumberText.Count(model.PredictedSamples!.Value)} samples or more, as far as this rate can tell.";
                break;
            case Verdict.Fits:
                if (ComplexityCurve.LargestRankWithin(model) is { } room && room > LargestBudget(model))
                    yield return $"There is room: with every regularized layer at rank {NumberText.Plain(room)} the model would still fit.";
                yield return Dominant(model);
                break;
        }

        if (model.Layers.Any(layer => layer.Contribution is not null && layer.Declared.SpatialWidth < 1))
            yield return "Declare the size of an input, InputShape of [TrainingData], so that the spatial widths of the convolutions count too.";
    }

    private static string Rank(ModelReport model)
    {
        if (model.LargestRankThatFits is { } rank) return $"Declare Rank = {NumberText.Plain(rank)}: at that budget for every regularized layer the model fits.";
        var least = SampleComplexity.Predict([.. model.Rate!.Layers.Select(layer => layer.IsRankFixed ? layer : layer with { Rank = Math.Min(layer.Rank, 1) })], model.Rate.Options);
        return $"Not even rank 1 fits: it would still ask for {NumberText.Count(least.Samples)} samples. Make the widest layers narrower or the network shallower.";
    }

    private static string Dominant(ModelReport model)
    {
        var layer = model.DominantLayer!;
        return $"The layer {layer.Declared.Name} makes {NumberText.Percent(layer.Contribution!.Value)} of N̂ ({ReportText.Shape(layer.Declared)}): a smaller rank or width there changes most.";
    }

    private static double LargestBudget(ModelReport model)
        => model.Rate!.Layers.Where(layer => !layer.IsRankFixed).Select(layer => layer.Rank).DefaultIfEmpty(double.PositiveInfinity).Max();
}
