using System.Globalization;
using RankAttributes.Declarations;

namespace RankAttributes.Build.Gate;

/// <summary>A model or a creation that needs more than its baseline did.</summary>
/// <param name="Now">The present numbers.</param>
/// <param name="Before">N̂ then.</param>
/// <param name="HasCrossed">It fitted its dataset and no longer does; otherwise it grew past the allowed ratio.</param>
internal sealed record Regression(Measured Now, double Before, bool HasCrossed)
{
    /// <summary>What happened, with the numbers.</summary>
    public string Message
    {
        get
        {
            var now = $"{Now.Subject} {Wording.Need(Now.Prediction)}, {Figure.Count(Before)} in the baseline";
            return HasCrossed
                ? $"{now}, and no longer fits the {Wording.Available(Now.Prediction)} of its dataset; {Wording.LargestRank(Now.Prediction)}"
                : $"{now}: {Growth()} as many{Dominant()}";
        }
    }

    private string Growth() => Before > 0 ? (Now.Prediction.Samples!.Value / Before).ToString("0.00", CultureInfo.InvariantCulture) + " times" : "infinitely";

    private string Dominant() => Now.Prediction.Dominant is { } layer ? "; " + Wording.Dominance(layer.Declared.Name, layer.Share!.Value) : "";
}
