namespace RankAttributes.Pages.Charts;

/// <summary>The names of curves beside their ends, moved apart where they would cover each other.</summary>
internal static class EndLabels
{
    private const double LineHeight = 13;

    public static IEnumerable<Markup> Of(IReadOnlyList<(string Text, double Y)> ends, double x, double top, double floor)
    {
        var order = ends.Select((end, index) => (end.Y, index)).OrderBy(end => end.Y).ThenBy(end => end.index).ToList();
        var places = new double[ends.Count];
        var above = top - LineHeight;
        foreach (var (y, index) in order) above = places[index] = Math.Max(y, above + LineHeight);

        // What was pushed below the floor pushes the others up again.
        var below = floor + LineHeight;
        for (var place = order.Count - 1; place >= 0; place--) below = places[order[place].index] = Math.Min(places[order[place].index], below - LineHeight);
        return ends.Select(
            (end, index) => Svg.Text(end.Text, x, places[index], "start", $"end c{(index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}"));
    }
}
