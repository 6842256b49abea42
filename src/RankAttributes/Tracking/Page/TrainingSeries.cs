using OxyPlot;

namespace RankAttributes.Tracking.Page;

/// <summary>A curve: its name and its points from left to right, without those that have no value.</summary>
internal sealed record TrainingSeries(string Name, IReadOnlyList<DataPoint> Points)
{
    // More than a chart has pixels for are not drawn.
    private const int MostPoints = 300;

    /// <summary>Curves of named values over a run, in the order in which the names first appear; those without any value are left out.</summary>
    public static IReadOnlyList<TrainingSeries> Of(TrainingRun run, Func<TrainingPoint, IEnumerable<NamedValue>> values)
    {
        var names = new List<string>();
        var curves = new Dictionary<string, List<DataPoint>>(StringComparer.Ordinal);
        var withEpochs = HasEpochs(run);
        foreach (var point in Thinned(run.Points))
        {
            foreach (var (name, value) in values(point))
            {
                if (value is not { } number || double.IsNaN(number) || double.IsInfinity(number)) continue;
                if (!curves.TryGetValue(name, out var curve))
                {
                    names.Add(name);
                    curves[name] = curve = [];
                }

                curve.Add(new DataPoint(withEpochs ? point.Epoch!.Value : point.Step, number));
            }
        }

        return [.. names.Select(name => new TrainingSeries(name, curves[name]))];
    }

    /// <summary>Whether every snapshot has an epoch and no two share one, so that the axis can count epochs.</summary>
    public static bool HasEpochs(TrainingRun run)
    {
        for (var index = 0; index < run.Points.Count; index++)
        {
            if (run.Points[index].Epoch is not { } epoch || (index > 0 && epoch <= run.Points[index - 1].Epoch)) return false;
        }

        return true;
    }

    private static IEnumerable<TrainingPoint> Thinned(IReadOnlyList<TrainingPoint> points)
    {
        if (points.Count <= MostPoints) return points;
        return Enumerable.Range(0, MostPoints).Select(index => points[(int)((long)index * (points.Count - 1) / (MostPoints - 1))]);
    }
}
