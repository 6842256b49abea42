using RankAttributes.Tracking.Samples;

namespace RankAttributes.Tracking;

/// <summary>The result of a pass over samples.</summary>
public sealed record SampleMeasurement
{
    internal SampleMeasurement()
    {
    }

    /// <summary>The number of samples.</summary>
    public long Samples { get; init; }

    /// <summary>The share that is classified correctly; <see langword="null"/> where the outputs are not logits of the labels.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The largest margin that costs at most <see cref="TrackingOptions.MarginCost"/> of accuracy; <see langword="null"/> where none above 0
    /// does.</summary>
    public double? Margin { get; init; }

    /// <summary>The largest Euclidean norm of an input.</summary>
    public double InputNorm { get; init; }

    /// <summary>The layers in the order in which samples pass them.</summary>
    public IReadOnlyList<ObservedLayer> Layers { get; init; } = [];

    /// <summary>The reasons why the network is not a chain of matrices and known activations; empty where it was seen to be one.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>Why there are no margins, or <see langword="null"/>.</summary>
    internal string? MarginProblem { get; init; }

    /// <summary>logit of the label less the largest other, ascending.</summary>
    internal float[] Margins { get; init; } = [];

    /// <summary>Each margin over the standard deviation of a difference of two logits when the logits change by their own size in a random direction.</summary>
    internal float[] RelativeMargins { get; init; } = [];

    /// <summary>The number of classes, where there are margins.</summary>
    internal long Classes { get; init; } = 2;

    /// <summary>The weights it was measured with.</summary>
    internal WeightFingerprint Weights { get; init; } = WeightFingerprint.None;

    /// <summary>The same with accuracy and margin, which follow from the margins of the samples.</summary>
    internal SampleMeasurement WithMargins(double cost) => this with
    {
        Accuracy = Margins.Length > 0 ? Margins.Count(margin => margin > 0) / (double)Margins.Length : null,
        Margin = MarginAt(cost),
    };

    /// <summary>The mean of min(1, max(0, 1 − m/γ)) over the samples.</summary>
    internal double RampLoss(double margin)
    {
        var sum = 0.0;
        foreach (var value in Margins) sum += Math.Clamp(1 - (value / margin), 0, 1);
        return sum / Margins.Length;
    }

    /// <summary>The expected fall of accuracy where the logits change by a share of their size in a random direction; <see langword="null"/> without
    /// margins.</summary>
    internal double? PredictedDrop(double share)
    {
        if (RelativeMargins.Length == 0) return null;
        var drop = 0.0;
        foreach (var margin in RelativeMargins)
        {
            // Between two classes. Among more, as many as are near take part: one where the change is small, all where nothing but the change is left.
            var overtaken = share == 0 ? 0 : NormalTail.Above(Math.Abs(margin) / share);
            var rivals = 1 + ((Math.Log2(Classes) - 1) * 4 * overtaken * overtaken);
            drop += margin > 0 ? 1 - Math.Pow(1 - overtaken, rivals) : -2 * overtaken / Classes;
        }

        return Math.Max(0, drop / RelativeMargins.Length);
    }

    /// <summary>The largest margin below which there are at most a given share of samples more than those already wrong.</summary>
    internal double? MarginAt(double cost)
    {
        var wrong = Array.FindIndex(Margins, value => value > 0);
        if (wrong < 0) return null;
        var at = Math.Min(wrong + (int)(cost * Margins.Length), Margins.Length - 1);
        return double.IsFinite(Margins[at]) ? Margins[at] : null;
    }
}
