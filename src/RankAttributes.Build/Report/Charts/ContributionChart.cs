using RankAttributes.Declarations;
using RankAttributes.Pages;
using RankAttributes.Pages.Charts;

namespace RankAttributes.Build.Report;

/// <summary>The share of each layer in N̂ as bars in the network's order, input first; the dominant layer stands out.</summary>
internal static class ContributionChart
{
    private const int MaxBars = 24;

    public static Markup Render(ModelPrediction prediction, string alternative) => new BarChart(Bars(prediction)).Render(alternative);

    /// <summary>The layers; of a deep network those with the largest shares, and the rest as one bar.</summary>
    private static IReadOnlyList<Bar> Bars(ModelPrediction prediction)
    {
        var dominant = prediction.Dominant;
        var bars = prediction.Counted.Select(layer => Of(layer.Declared.Name, layer.Share!.Value, ReferenceEquals(layer, dominant))).ToList();
        if (bars.Count <= MaxBars) return bars;
        var least = bars.Select((bar, index) => (bar.Value, index)).OrderByDescending(bar => bar.Value).Skip(MaxBars - 1).Select(bar => bar.index).ToList();
        var rest = Of($"{Figure.Size(least.Count)} other layers", least.Sum(index => bars[index].Value), false);
        return [.. bars.Where((_, index) => !least.Contains(index)), rest];
    }

    private static Bar Of(string name, double share, bool standsOut) => new(name, share, Figure.Share(share), standsOut);
}
