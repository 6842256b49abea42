using System.Globalization;
using RankAttributes.Build.Report;
using RankAttributes.Pages;

namespace RankAttributes.Build.Gate;

/// <summary>A model or a creation that needs more than its baseline did.</summary>
/// <param name="Now">The present numbers.</param>
/// <param name="Before">N̂ then.</param>
/// <param name="HasCrossed">It fitted its dataset and no longer does; otherwise it grew past the allowed ratio.</param>
internal sealed record Regression(Measured Now, double Before, bool HasCrossed)
{
    private ModelReport Model => Now.Report;

    /// <summary>What happened, with the numbers.</summary>
    public string Message
    {
        get
        {
            var now = $"{Now.Subject} asks for {ReportText.Predicted(Model)} samples (rate, constants dropped), {NumberText.Count(Before)} in the baseline";
            return HasCrossed
                ? $"{now}, and no longer fits the {NumberText.Count(Model.Model.Samples)} of its dataset{Fitting()}"
                : $"{now}: {Growth()} as many{Dominant()}";
        }
    }

    private string Growth() => Before > 0 ? (Model.PredictedSamples!.Value / Before).ToString("0.00", CultureInfo.InvariantCulture) + " times" : "infinitely";

    private string Fitting() => Model.LargestRankThatFits is { } rank ? $"; Rank = {NumberText.Plain(rank)} would fit" : "; not even rank 1 fits";

    private string Dominant() => Model.DominantLayer is { } layer ? $"; '{layer.Declared.Name}' makes {NumberText.Percent(layer.Contribution!.Value)}" : "";
}
