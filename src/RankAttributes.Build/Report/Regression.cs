using System.Globalization;
using RankAttributes.Pages;

namespace RankAttributes.Build.Report;

/// <summary>A model that asks for more than its baseline did.</summary>
/// <param name="Model">The model now.</param>
/// <param name="Before">N̂ then, where it is known.</param>
/// <param name="HasCrossed">It fitted its dataset and no longer does; otherwise it grew past the allowed ratio.</param>
internal sealed record Regression(ModelReport Model, double? Before, bool HasCrossed)
{
    /// <summary>What happened, with the numbers.</summary>
    public string Message
    {
        get
        {
            var now = $"'{Model.Model.DisplayName}' asks for {ReportText.Predicted(Model)} samples (rate, constants dropped)";
            var then = Before is { } before ? $", {NumberText.Count(before)} in the baseline" : "";
            return HasCrossed
                ? $"{now}{then}, and no longer fits the {NumberText.Count(Model.Model.Samples)} of its dataset{Fitting()}"
                : $"{now}{then}: {Growth()} as many{Dominant()}";
        }
    }

    private string Growth() => Before is > 0 ? (Model.PredictedSamples!.Value / Before.Value).ToString("0.00", CultureInfo.InvariantCulture) + " times" : "infinitely";

    private string Fitting() => Model.LargestRankThatFits is { } rank ? $"; Rank = {NumberText.Plain(rank)} would fit" : "; not even rank 1 fits";

    private string Dominant() => Model.DominantLayer is { } layer ? $"; '{layer.Declared.Name}' makes {NumberText.Percent(layer.Contribution!.Value)}" : "";
}
