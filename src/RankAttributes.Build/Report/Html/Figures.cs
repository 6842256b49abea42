using RankAttributes.Pages;
using RankAttributes.Pages.Charts;

namespace RankAttributes.Build.Report;

/// <summary>The charts of one model. Each says in words, for those who do not see it, what it shows.</summary>
internal static class Figures
{
    public static Markup Render(PageModel model) => model.Report.PredictedSamples is null
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
        var dominant = model.Report.DominantLayer!;
        var alternative = $"Share of each layer in N̂. The largest is {dominant.Declared.Name} with {NumberText.Percent(dominant.Contribution!.Value)}; the table of layers has all of them.";
        return Figure("Share of each layer in N̂", ContributionChart.Render(model.Report, alternative), "In the network's order; the largest stands out.");
    }

    private static Markup AgainstRank(PageModel model)
    {
        var points = ComplexityCurve.AgainstRank(model.Report);
        if (points.Count < 2) return Markup.Empty;
        var text = Ends(points, "rank") + Crossing(model.Report, points);
        var chart = CurveChart.Render(model.Report, points, DeclaredRank(model.Report), "rank of every regularized layer", true, text);
        return Figure("N̂ in samples against rank", chart, text);
    }

    private static Markup AgainstIndex(PageModel model)
    {
        var points = ComplexityCurve.AgainstIndex(model.Report);
        if (points.Count < 2) return Markup.Empty;
        var text = Ends(points, "p");
        var chart = CurveChart.Render(model.Report, points, DeclaredIndex(model.Report), "Schatten index p of every regularized layer", false, text);
        return Figure("N̂ in samples against p, ranks as declared", chart, text);
    }

    private static Markup Comparison(PageModel model)
    {
        var bounds = model.Report.Comparison;
        if (bounds.Count == 0) return Markup.Empty;
        var least = bounds.OrderBy(bound => bound.Gap).First();
        var text = $"Generalization gap at N, each bound as a rate for the largest norms that the declared ranks allow. The least is {least.Name} with {NumberText.Gap(least.Gap)}; from 1 on a bound says nothing.{(Notes.DeclaresNorms(model.Report) ? "" : " Norms count as 1.")}";
        return Figure("Against other bounds", new DotChart([.. bounds.Select(bound => (bound.Name, bound.Gap))], "generalization gap at N") { Threshold = 1 }.Render(text), text);
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
        return $"From {NumberText.Count(first.PredictedSamples)} samples at {name} {NumberText.Index(first.At)} to {NumberText.Count(last.PredictedSamples)} at {name} {NumberText.Index(last.At)}.";
    }

    private static string Crossing(ModelReport model, IReadOnlyList<CurvePoint> points)
    {
        if (model.Model.Samples < 1) return "";
        if (ComplexityCurve.LargestRankWithin(model) is not { } rank) return " It lies above N everywhere.";
        return rank >= points[points.Count - 1].At ? " It stays below N everywhere." : $" It stays within N up to rank {NumberText.Plain(rank)}.";
    }

    /// <summary>The rank at which the declared model lies on the curve: all regularized layers have that budget, or their full rank below it.</summary>
    private static double? DeclaredRank(ModelReport report)
    {
        var budgets = Regularized(report).Select(layer => layer.RankBudget!.Value).ToList();
        var largest = budgets.Max();
        return Regularized(report).All(layer => layer.RankBudget == Math.Min(largest, Math.Min(layer.Declared.Outputs, layer.Declared.Inputs))) ? largest : null;
    }

    private static double? DeclaredIndex(ModelReport report)
    {
        var indices = Regularized(report).Select(layer => layer.Declared.P).Distinct().ToList();
        return indices.Count == 1 ? indices[0] : null;
    }

    private static IEnumerable<LayerReport> Regularized(ModelReport report) => report.Layers.Where(layer => layer.RankBudget is not null && layer.Declared.IsRegularized);
}
