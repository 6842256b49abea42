using RankAttributes.Declarations;
using RankAttributes.Pages;
using RankAttributes.Pages.Charts;
using static RankAttributes.Declarations.Figure;

namespace RankAttributes.Build.Report;

/// <summary>The charts of one model. Each says in words, for those who do not see it, what it shows.</summary>
internal static class Figures
{
    public static Markup Render(PageModel model) => model.Prediction.Samples is null
        ? Markup.Empty
        : Markup.Of($"""
            <div class="figures">
            {Contributions(model)}
            {AgainstRank(model)}
            {AgainstIndex(model)}
            {Comparison(model)}
            </div>
            """);

    private static Markup Contributions(PageModel model)
    {
        var dominant = model.Prediction.Dominant!;
        var alternative =
            $"Share of each layer in N̂. {Wording.Dominance(dominant.Declared.Name, dominant.Share!.Value)}; the table of layers has all of them.";
        return Figure("Share of each layer in N̂", ContributionChart.Render(model.Prediction, alternative), "In the network's order; the largest stands out.");
    }

    private static Markup AgainstRank(PageModel model)
    {
        var points = ComplexityCurve.AgainstRank(model.Prediction);
        if (points.Count < 2) return Markup.Empty;
        var text = $"{Ends(points, "rank")} {Crossing(model.Prediction)}".TrimEnd();
        var chart = CurveChart.Render(model.Prediction, points, points[points.Count - 1].At, "largest rank of every regularized layer", true, text);
        return Figure("N̂ in samples against rank", chart, text);
    }

    private static Markup AgainstIndex(PageModel model)
    {
        var points = ComplexityCurve.AgainstIndex(model.Prediction);
        if (points.Count < 2) return Markup.Empty;
        var text = Ends(points, "p");
        var indices = model.Prediction.Counted.Where(layer => !layer.Declared.IsIgnored).Select(layer => layer.Declared.Settings.P).Distinct().ToList();
        var chart = CurveChart.Render(
            model.Prediction, points, indices.Count == 1 ? indices[0] : null, "Schatten index p of every regularized layer", false, text);
        return Figure("N̂ in samples against p, ranks and norms as declared", chart, text);
    }

    private static Markup Comparison(PageModel model)
    {
        if (model.Comparison.Count == 0) return Markup.Empty;
        var least = model.Comparison.OrderBy(bound => bound.Gap).First();
        var norms = model.Prediction.UsesNorms
            ? " for the largest norms that the declared ranks allow"
            : "; bounds that need norms are left out, because none are declared for this model";
        var text =
            $"Generalization gap at N, each bound as a rate{norms}. The least is {least.Name} with {Gap(least.Gap)}; at 1 and above a bound promises nothing.";
        return Figure("Against other bounds", new DotChart([.. model.Comparison.Select(bound => (bound.Name, bound.Gap))],
            "generalization gap at N") { Threshold = 1 }.Render(text), text);
    }

    private static Markup Figure(string title, Markup chart, string caption) => Markup.Of($"""
        <figure>
        <h3>{title}</h3>
        {chart}
        <figcaption>{caption}</figcaption>
        </figure>

        """);

    private static string Ends(IReadOnlyList<CurvePoint> points, string name)
    {
        var (first, last) = (points[0], points[points.Count - 1]);
        return $"From {Count(first.Samples)} samples at {name} {Real(first.At)} to {Count(last.Samples)} at {name} {Real(last.At)}.";
    }

    private static string Crossing(ModelPrediction prediction) => prediction.Verdict switch
    {
        Verdict.Fits => "It is within N at every rank.",
        Verdict.TooFewSamples when prediction.LargestRankThatFits is { } rank => $"It is within N up to rank {Size(rank)}.",
        Verdict.TooFewSamples => "It is above N at every rank.",
        _ => "",
    };
}
