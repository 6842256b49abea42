namespace RankAttributes.Pages.Charts;

/// <summary>Strips over a chart that show, where you hover, the values there.</summary>
internal static class HoverStrips
{
    private const int MaxStrips = 60;

    public static IEnumerable<Markup> Of(LineChart chart, double left, double right, double top, double floor, Func<double, double> over)
    {
        var places = chart.Curves.SelectMany(curve => curve.Points).Select(point => point.X).Distinct().OrderBy(x => x).ToList();
        var count = Math.Min(MaxStrips, places.Count);
        var shown = Enumerable.Range(0, count).Select(strip => places[count == 1 ? 0 : (int)((long)strip * (places.Count - 1) / (count - 1))]).ToList();
        var values = chart.Curves.Select(curve => (curve.Name, At: curve.Points.GroupBy(point => point.X)
            .ToDictionary(group => group.Key, group => group.First().Y))).ToList();
        for (var strip = 0; strip < count; strip++)
        {
            var x = shown[strip];
            var start = strip == 0 ? left : (over(shown[strip - 1]) + over(x)) / 2;
            var end = strip == count - 1 ? right : (over(x) + over(shown[strip + 1])) / 2;
            var words = values.Where(curve => curve.At.ContainsKey(x)).Select(curve => Markup.Of($"\n{curve.Name}: {ChartText.Short(curve.At[x])}"));
            yield return Markup.Of(
                $"""<rect class="hover" x="{start}" y="{top}" width="{end - start}" height="{floor - top}"><title>{chart.X.Title} {ChartText.Short(x)}{Markup.Join(words)}</title></rect>""");
        }
    }
}
