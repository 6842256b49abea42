using RankAttributes.Pages.Charts;

namespace RankAttributes.Tracking.Page;

/// <summary>A value of one snapshot that is a point of a curve.</summary>
/// <param name="Name">The curve's name.</param>
/// <param name="Label">The curve's name in a few letters.</param>
/// <param name="Value">The value, or <see langword="null"/> where there is none.</param>
internal readonly record struct NamedValue(string Name, string Label, double? Value);

/// <summary>Curves of named values over a run.</summary>
internal static class TrainingSeries
{
    // More than a chart has pixels for are not drawn.
    private const int MaxPoints = 200;

    /// <summary>The curves in the order in which their names first appear; those without any value are left out.</summary>
    public static IReadOnlyList<Curve> Of(TrainingRun run, Func<BoundSnapshot, IEnumerable<NamedValue>> values)
    {
        var names = new List<(string Name, string Label)>();
        var curves = new Dictionary<string, List<ChartPoint>>(StringComparer.Ordinal);
        foreach (var snapshot in Thin(run.History))
        {
            foreach (var (name, label, value) in values(snapshot))
            {
                if (value is not { } number || !double.IsFinite(number)) continue;
                if (!curves.TryGetValue(name, out var curve))
                {
                    names.Add((name, label));
                    curves[name] = curve = [];
                }

                curve.Add(new ChartPoint(run.Place(snapshot), number));
            }
        }

        return [.. names.Select(item => new Curve(item.Name, curves[item.Name]) { Label = item.Label })];
    }

    private static IEnumerable<BoundSnapshot> Thin(IReadOnlyList<BoundSnapshot> history) => history.Count <= MaxPoints
        ? history
        : Enumerable.Range(0, MaxPoints).Select(index => history[(int)((long)index * (history.Count - 1) / (MaxPoints - 1))]);
}
