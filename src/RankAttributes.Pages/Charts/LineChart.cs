namespace RankAttributes.Pages.Charts;

/// <summary>Curves over a common axis. Each is labelled at its end; hovering shows the values at a place.</summary>
/// <param name="X">The axis across.</param>
/// <param name="Y">The axis of values.</param>
/// <param name="Curves">The curves, at most <see cref="MaxCurves"/>; more cannot be told apart.</param>
public sealed record LineChart(Axis X, Axis Y, IReadOnlyList<Curve> Curves)
{
    /// <summary>More curves than this cannot be told apart.</summary>
    public const int MaxCurves = 10;

    private const double Height = 250;
    private const double Left = 46;
    private const double Top = 12;
    private const double Bottom = 40;
    private const int MaxLabel = 14;
    private const int MaxDots = 40;

    /// <summary>Values that are marked by lines across.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Whether the axis across counts whole things: epochs, steps, ranks.</summary>
    public bool CountsAcross { get; init; } = true;

    /// <summary>Whether curves are labelled at their ends; not for a chart of one curve that its title names.</summary>
    public bool IsLabelled { get; init; } = true;

    /// <summary>A single point to stand out, or <see langword="null"/>.</summary>
    public ChartPoint? Highlight { get; init; }

    private double Right => Svg.Width - (IsLabelled ? 10 + (Svg.Letter * Math.Min(MaxLabel, Curves.Max(curve => curve.Label.Length))) : 12);

    private double Floor => Height - Bottom;

    /// <summary>Draws the chart.</summary>
    /// <param name="alternative">What it shows, in words.</param>
    public Markup Render(string alternative) => Svg.Frame(Height, alternative, Content());

    /// <summary>Draws the chart as an SVG file of its own, which follows the reader's dark scheme.</summary>
    /// <param name="alternative">What it shows, in words.</param>
    public string RenderDocument(string alternative) => Svg.Document(Height, alternative, Content()).Html.Replace("\r\n", "\n");

    private Markup Content() => Markup.Join(
    [
        Grid(),
        .. Thresholds.Select(Mark),
        .. Curves.Select(Draw),
        .. IsLabelled ? EndLabels.Of(Curves.Select(curve => (Shorten(curve), Down(curve.Points[curve.Points.Count - 1].Y))).ToList(), Right + 6, Top, Floor)
            : [],
        Highlight is { } point ? Markup.Of($"""<circle class="highlight" cx="{Over(point.X)}" cy="{Down(point.Y)}" r="5"/>""") : Markup.Empty,
        .. HoverStrips.Of(this, Left, Right, Top, Floor, Over),
    ]);

    private static string Shorten(Curve curve) => ChartText.Shortened(curve.Label, MaxLabel);

    private double Over(double x) => Left + (X.Place(x) * (Right - Left));

    private double Down(double y) => Floor - (Y.Place(y) * (Floor - Top));

    private Markup Grid() => Markup.Join(
    [
        .. AxisTicks.Of(Y, 5).SelectMany(value => new[]
        {
            Svg.Line("grid", Left, Down(value), Right, Down(value)), Svg.Text(ChartText.Short(value), Left - 6, Down(value), "end"),
        }),
        Svg.Line("axis", Left, Floor, Right, Floor),
        .. AxisTicks.Of(X, 5, CountsAcross).SelectMany(value => new[]
        {
            Svg.Line("axis", Over(value), Floor, Over(value), Floor + 4), Svg.Text(ChartText.Short(value), Over(value), Floor + 13, "middle"),
        }),
        Svg.Text(X.Title, (Left + Right) / 2, Height - 9, "middle"),
    ]);

    private Markup Draw(Curve curve, int index)
    {
        var places = curve.Points.Select(point => (X: Over(point.X), Y: Down(point.Y))).ToList();
        var line = Markup.Join(places.Select((place, at) => Markup.Of($"{(at == 0 ? "M" : "L")}{place.X} {place.Y}")));
        var dots = places.Count <= MaxDots ? places : [places[places.Count - 1]];
        return Markup.Of($"""
            <g class="curve c{index + 1}"><path d="{line}"/>{Markup.Join(dots.Select(dot => Markup.Of($"<circle cx=\"{dot.X}\" cy=\"{dot.Y}\" r=\"{(places.Count == 1 ? 4.0 : 2.2)}\"/>")))}</g>
            """);
    }

    /// <summary>A line across with its label above it, on the side where the curves leave room.</summary>
    private Markup Mark(Threshold threshold)
    {
        var y = Down(threshold.Value);
        var first = Curves.Average(curve => Down(curve.Points[0].Y));
        var last = Curves.Average(curve => Down(curve.Points[curve.Points.Count - 1].Y));
        var isLeft = Math.Abs(first - y) >= Math.Abs(last - y);
        return Markup.Join(
            [Svg.Line("threshold", Left, y, Right, y),
                Svg.Text(threshold.Label, isLeft ? Left + 4 : Right - 4, y - 9 < Top ? y + 9 : y - 9, isLeft ? "start" : "end", "mark")]);
    }
}
