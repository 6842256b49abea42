using System.Globalization;
using OxyPlot;
using RankAttributes.Pages;

namespace RankAttributes.Tracking.Page;

/// <summary>The charts of a run. Each says in words what it shows; those without a value are left out.</summary>
internal static class TrainingFigures
{
    // The layers whose spectra are drawn, and how many moments of each.
    private const int MostSpectra = 6;
    private const int MostMoments = 4;

    public static Markup Progress(TrainingRun run) => Markup.Join(
    [
        Over(run, "Loss", point => point.Losses, "loss", "As the training gave it."),
        Over(run, "Accuracy", point => point.Accuracies, "accuracy", "The share that is classified correctly.", ChartScale.Near),
    ]);

    public static Markup Bounds(TrainingRun run) => Over(
        run, "Bounds against the empirical gap", point => point.Gaps, "gaps",
        "On a logarithmic axis. From the dashed line at 1 on a bound says nothing. All but the certificate are rates, constants dropped.", ChartScale.Powers, line: 1);

    public static Markup Ranks(TrainingRun run) => Markup.Join(
    [
        Layers(run, "Effective rank", layer => layer.EffectiveRank, "effective", "Σ(σᵢ/σ₁)^p at the declared p of each layer: what a budget is for."),
        Layers(run, "Stable rank", layer => layer.StableRank, "stable", "‖A‖_F²/‖A‖²."),
        Layers(run, "Numerical rank", layer => layer.NumericalRank, "numerical", "What rounding can tell from zero."),
        Layers(run, "Entropy rank", layer => layer.EntropyRank, "entropy", "exp of the entropy of the singular values' shares."),
        Layers(run, "Bottleneck rank", layer => layer.BottleneckRank, "bottleneck", "The entropy rank of the activations that enter the layer."),
        Layers(run, "Spectral norm", layer => layer.SpectralNorm, "norm", "Norms that grow while ranks fall are a penalty escaped by scaling."),
        Layers(run, "Distance from the reference", layer => layer.Distance, "distance", "‖A − M‖_F."),
    ]);

    /// <summary>Singular values of the widest layers, then and now.</summary>
    public static Markup Spectra(TrainingRun run)
    {
        var last = run.Points[run.Points.Count - 1].Layers;
        var drawn = last.Select((layer, index) => (layer, index)).Where(item => item.layer.Spectrum.Any(value => value > 0))
            .OrderByDescending(item => Math.Min(item.layer.Outputs, item.layer.Inputs)).Take(MostSpectra).OrderBy(item => item.index);
        return Markup.Join(drawn.Select(item => Spectrum(run, item.layer, item.index)));
    }

    private static Markup Over(
        TrainingRun run, string title, Func<TrainingPoint, IEnumerable<NamedValue>> values, string id, string caption, ChartScale scale = ChartScale.FromZero, double? line = null)
    {
        var series = TrainingSeries.Of(run, values);
        if (series.Count == 0) return Markup.Empty;
        if (series.Count > TrainingChart.MostSeries)
        {
            caption += $" {TrainingChart.MostSeries} of {NumberText.Plain(series.Count)} are drawn, those with the largest last values; the table has all.";
            series = [.. series.Select((curve, index) => (curve, index)).OrderByDescending(item => item.curve.Points[item.curve.Points.Count - 1].Y)
                .Take(TrainingChart.MostSeries).OrderBy(item => item.index).Select(item => item.curve)];
        }

        var words = string.Join("; ", series.Select(curve => $"{curve.Name} from {Number(curve.Points[0].Y)} to {Number(curve.Points[curve.Points.Count - 1].Y)}"));
        return Figure(title, TrainingChart.Render(series, TrainingSeries.HasEpochs(run) ? "epoch" : "step", scale, line, "run-" + id, $"{title}: {words}."), series, caption);
    }

    private static Markup Layers(TrainingRun run, string title, Func<LayerPoint, double?> value, string id, string caption)
        => Over(run, title, point => point.Layers.Select(layer => new NamedValue(layer.Name, value(layer))), id, caption);

    private static Markup Spectrum(TrainingRun run, LayerPoint newest, int index)
    {
        var moments = run.Points.Select(point => (point, layer: point.Layers.FirstOrDefault(layer => layer.Name == newest.Name && layer.Outputs == newest.Outputs && layer.Inputs == newest.Inputs)))
            .Where(item => item.layer is not null && item.layer.Spectrum.Any(value => value > 0)).ToList();
        var count = Math.Min(MostMoments, moments.Count);
        var chosen = Enumerable.Range(0, count).Select(moment => moments[count == 1 ? 0 : moment * (moments.Count - 1) / (count - 1)]).Distinct().ToList();
        var full = Math.Min(newest.Outputs, newest.Inputs);
        var withEpochs = TrainingSeries.HasEpochs(run);
        var series = chosen.Select(moment => new TrainingSeries(
            withEpochs ? $"epoch {NumberText.Plain(moment.point.Epoch!.Value)}" : $"step {NumberText.Plain(moment.point.Step)}",
            [.. moment.layer!.Spectrum.Select((value, place) => new DataPoint(moment.layer.Spectrum.Count == 1 ? 1 : 1 + ((full - 1.0) * place / (moment.layer.Spectrum.Count - 1)), value))])).ToList();
        var words = string.Join("; ", series.Select(curve => $"{curve.Name}: from {Number(curve.Points[0].Y)} down to {Number(curve.Points[curve.Points.Count - 1].Y)}"));
        return Figure(
            $"Spectrum of {newest.Name}",
            TrainingChart.Render(series, "index of the singular value", ChartScale.Powers, line: null, $"run-spectrum-{NumberText.Plain(index)}", $"Singular values of {newest.Name}, {words}."),
            series,
            $"Singular values of {NumberText.Plain(newest.Outputs)} × {NumberText.Plain(newest.Inputs)} weights, then and now, on a logarithmic axis.");
    }

    private static Markup Figure(string title, Markup chart, IReadOnlyList<TrainingSeries> series, string caption) => Markup.Of($"""
        <figure>
        <h3>{title}</h3>
        {chart}
        <ul class="key">{Markup.Join(series.Select(Key))}</ul>
        <figcaption>{caption}</figcaption>
        </figure>

        """);

    private static Markup Key(TrainingSeries series, int index) => Markup.Of($"<li><span class=\"swatch s{index + 1}\" aria-hidden=\"true\"></span>{series.Name}</li>");

    /// <summary>Four digits, and powers of ten where they would not fit.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 1e6 or (< 1e-3 and > 0) ? "0.##E+0" : "0.####", CultureInfo.InvariantCulture);
}
