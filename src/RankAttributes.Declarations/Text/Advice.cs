namespace RankAttributes.Declarations;

/// <summary>What a reader can do about a model, most useful first. Every number is computed for this model.</summary>
internal static class Advice
{
    public static IEnumerable<string> Of(ModelPrediction prediction)
    {
        switch (prediction.Verdict)
        {
            case Verdict.NotPredicted:
                yield return "Nothing is predicted: no layer's shape could be read, or a declared value is out of range.";
                break;
            case Verdict.DatasetSizeUnknown:
                yield return "Declare the number of training samples with [TrainingData(samples: …)] on the class or the assembly, and the build compares.";
                break;
            case Verdict.TooFewSamples:
                yield return prediction.LargestRankThatFits is null ? NoRank(prediction)
                    : $"{Wording.LargestRank(prediction)}, as the budget of every regularized layer.";
                yield return Dominant(prediction);
                yield return $"Or train on {Figure.Count(prediction.Samples!.Value)} samples or more.";
                break;
            case Verdict.Fits:
                yield return Dominant(prediction);
                break;
        }

        if (prediction.Rate is { LacksWidth: true })
            yield return "Declare the size of an input with InputShape of [TrainingData], so that the spatial widths of the convolutions count too.";
    }

    private static string NoRank(ModelPrediction prediction)
    {
        var least = prediction.Rate!.Predict(layer => layer.IsRankFixed ? layer : layer with { Rank = Math.Min(layer.Rank, 1) });
        return $"{Capital(Wording.LargestRank(prediction))}. At rank 1 the model would still need {Figure.Count(least.Samples)} samples.";
    }

    private static string Dominant(ModelPrediction prediction)
    {
        var layer = prediction.Dominant!;
        return $"{Wording.Dominance(layer.Declared.Name, layer.Share!.Value)} of the estimate ({LayerText.Shape(layer.Declared)}): a smaller rank or "
            + $"width there changes most.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
