using RankAttributes.Declarations;
using RankAttributes.Pages;
using RankAttributes.Pages.Charts;

namespace RankAttributes.Tracking.Page;

/// <summary>The charts of a run. Each says in words what it shows; those without a value are left out.</summary>
internal static class TrainingFigures
{
    private static readonly string[] DrawnMeasures = [
        "stableRank", "numericalRank", "entropyRank", "activationEntropyRank", "spectralNorm", "distanceFromReference"];

    public static Markup Progress(TrainingRun run) => Markup.Join(
    [
        Draw(run, "Error in percent, certified and measured", Errors,
            "The error certified by the description over training, and the errors reported by the training loop.", values => Axis.FromZero(values)),
        Draw(run, "Description in bits", snapshot => [new NamedValue("description length", "bits", snapshot.Progress.DescriptionBits)],
            "The number of bits that describe this network. Fewer bits and fewer errors lower the bound.", values => Axis.FromZero(values)),
        Draw(run, "Loss", snapshot => Group(snapshot, "loss"), "As the training loop gave it.", values => Axis.FromZero(values)),
        Draw(run, "Accuracy in percent", snapshot =>
            Group(snapshot, "accuracy").Select(accuracy => accuracy with { Value = 100 * accuracy.Value }),
                "The share of samples that are classified correctly.",
            values => Axis.Around(values, leastRoom: 1, most: 100)),
    ]);

    public static Markup Ranks(TrainingRun run)
    {
        var budgets = run.Newest.Layers.Where(layer => layer.RankBudget is not null).GroupBy(layer => layer.RankBudget!.Value).OrderBy(group => group.Key)
            .ToList();
        var lines = budgets.Take(3)
            .Select(group =>
                new Threshold(
                    group.Key, budgets.Count == 1 ? $"budget {Declarations.Figure.Size(group.Key)}"
                        : $"{TrainingText.Layer(group.First().Name)}: {Declarations.Figure.Size(group.Key)}")).ToArray();
        var effective = LayerMeasure.All[0];
        return Markup.Join(
        [
            Draw(run, effective.Title, snapshot => Layers(snapshot, effective), effective.Sentence, values =>
                Axis.FromZero([.. values, .. lines.Select(line => line.Value)]), lines),
            .. LayerMeasure.All.Where(measure => DrawnMeasures.Contains(measure.Name))
                .Select(measure => Draw(run, measure.Title, snapshot => Layers(snapshot, measure), measure.Sentence, values => Axis.FromZero(values))),
        ]);
    }

    /// <summary>Draws curves over the run; nothing where there is no value.</summary>
    public static Markup Draw(
        TrainingRun run, string title, Func<BoundSnapshot, IEnumerable<NamedValue>> values, string caption, Func<IEnumerable<double>, Axis> scale,
            params Threshold[] lines)
    {
        var curves = TrainingSeries.Of(run, values);
        if (curves.Count == 0) return Markup.Empty;
        if (curves.Count > LineChart.MaxCurves)
        {
            caption += $" {LineChart.MaxCurves} of {Declarations.Figure.Size(curves.Count)} are drawn, those with the largest last values; the table has all.";
            curves = [
                .. curves.Select((curve, index) => (curve, index)).OrderByDescending(item => item.curve.Points[^1].Y).Take(LineChart.MaxCurves)
                    .OrderBy(item => item.index).Select(item => item.curve)];
        }

        var words = string.Join(
            "; ", curves.Select(curve => $"{curve.Name} from {TrainingText.Number(curve.Points[0].Y)} to {TrainingText.Number(curve.Points[^1].Y)}"));
        var points = curves.SelectMany(curve => curve.Points).ToList();
        var chart = new LineChart(
            Axis.Across(points.Select(point => point.X)) with { Title = run.Across }, scale(points.Select(point => point.Y)), curves) { Thresholds = lines };
        return Figure(title, chart.Render($"{title}: {words}."), caption);
    }

    /// <summary>A chart with its title and what to know of it.</summary>
    public static Markup Figure(string title, Markup chart, string caption) => Markup.Of($"""
        <figure>
        <h3>{title}</h3>
        {chart}
        <figcaption>{Formula.Of(caption)}</figcaption>
        </figure>

        """);

    private static IEnumerable<NamedValue> Errors(BoundSnapshot snapshot) => snapshot.Progress.CertifiedError is not { } certified ? [] :
    [
        new("certified error", "certified", 100 * certified),
        new("test error", "test", 100 * snapshot.Progress.TestError),
        new("training error", "training", 100 * snapshot.Progress.TrainError),
    ];

    private static IEnumerable<NamedValue> Group(BoundSnapshot snapshot, string group)
        => RunMeasure.Group(group)
            .Select(measure =>
                new NamedValue(measure.Title, measure.Split is { } split ? (split == "train" ? "training" : split) : measure.Title, measure.Of(snapshot)));

    private static IEnumerable<NamedValue> Layers(BoundSnapshot snapshot, LayerMeasure measure)
        => snapshot.Layers.Select(layer => new NamedValue(layer.Name, TrainingText.Layer(layer.Name), layer[measure.Name]));
}
