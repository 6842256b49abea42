using RankAttributes.Declarations;
using RankAttributes.Pages;
using RankAttributes.Pages.Charts;

namespace RankAttributes.Tracking.Page;

/// <summary>Singular values of the widest layers at moments of the run.</summary>
internal static class SpectrumFigures
{
    private const int MaxSpectra = 6;
    private const int MaxMoments = 4;

    // What lies further below the largest value is on the lower edge.
    private const double MaxDecades = 6;

    public static Markup Render(TrainingRun run)
    {
        var drawn = run.Newest.Layers.Select((layer, index) => (layer, index)).Where(item => HasValues(item.layer))
            .OrderByDescending(item => Math.Min(item.layer.Outputs, item.layer.Inputs)).Take(MaxSpectra).OrderBy(item => item.index);
        return Markup.Join(drawn.Select(item => Spectrum(run, item.layer)));
    }

    private static Markup Spectrum(TrainingRun run, LayerSnapshot newest)
    {
        var moments = run.History.Select(
            snapshot =>
                (snapshot,
                    layer: snapshot.Layers.FirstOrDefault(
                        layer => layer.Name == newest.Name && layer.Outputs == newest.Outputs && layer.Inputs == newest.Inputs)))
            .Where(item => item.layer is not null && HasValues(item.layer)).ToList();
        var count = Math.Min(MaxMoments, moments.Count);
        var chosen = Enumerable.Range(0, count).Select(moment => moments[count == 1 ? 0 : moment * (moments.Count - 1) / (count - 1)]).Distinct();
        var curves = chosen.Select(moment => Curve($"{run.Across} {Figure.Size((long)run.Place(moment.snapshot))}", moment.layer!)).ToList();
        var words = string.Join(
            "; ", curves.Select(curve => $"{curve.Name}: from {TrainingText.Number(curve.Points[0].Y)} down to {TrainingText.Number(curve.Points[^1].Y)}"));
        var points = curves.SelectMany(curve => curve.Points).ToList();
        var chart = new LineChart(
            Axis.Across(points.Select(point => point.X)) with { Title = "index of the singular value" },
                Axis.Powers(points.Select(point => point.Y), MaxDecades), curves);
        return TrainingFigures.Figure(
            $"Spectrum of {newest.Name}", chart.Render($"Singular values of {newest.Name}, {words}."),
            $"Singular values of {Figure.Size(newest.Outputs)} × {Figure.Size(newest.Inputs)} weights, in powers of ten.");
    }

    private static Curve Curve(string name, LayerSnapshot layer)
    {
        var (values, full) = (layer.Spectrum, Math.Min(layer.Outputs, layer.Inputs));
        return new Curve(
            name, [.. values.Select(
                (value, place) => new ChartPoint(values.Count == 1 ? 1 : Math.Round(1 + ((full - 1.0) * place / (values.Count - 1))), value))]);
    }

    private static bool HasValues(LayerSnapshot layer) => layer.Spectrum.Any(value => value > 0 && double.IsFinite(value));
}
