using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RankAttributes.Tests.Browser;
using RankAttributes.Tracking.Page;

namespace RankAttributes.Tests.Tracking.Page;

/// <summary>The page of a run, opened as a reader does.</summary>
public sealed partial class TrainingPageTests
{
    public static TheoryData<ColorScheme, int> Screens => new()
    {
        { ColorScheme.Light, 1100 }, { ColorScheme.Dark, 1100 }, { ColorScheme.Light, 390 }, { ColorScheme.Dark, 390 },
    };

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_reader_sees_the_run_on_every_screen(ColorScheme scheme, int width)
    {
        var run = ExampleRun.Of(20, isComplete: true);
        await using var opened = await OpenedPage.Open(TrainingPage.Render(run), scheme, width, "training");

        Assert.Equal("Mlp", await opened.Page.Locator("h1").InnerTextAsync());
        Assert.Equal("Finished: 20 snapshots, step 9380, epoch 20, 60,000 training samples", await opened.Page.Locator(".lede").InnerTextAsync());
        Assert.Contains("is vacuous", await opened.Page.Locator("#certificate ~ p").Last.InnerTextAsync(), StringComparison.Ordinal);
        var fc2 = await opened.Page.Locator("tbody tr").Filter(new() { HasText = "fc2.weight" }).InnerTextAsync();
        foreach (var value in new[] { run.Points[19].Layers[1].EffectiveRank, run.Points[19].Layers[1].StableRank, run.Points[19].Layers[1].SpectralNorm })
            Assert.Contains(Math.Round(value!.Value, 3).ToString(CultureInfo.InvariantCulture), fc2, StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
        Assert.True(opened.Requests.Skip(1).All(url => url.StartsWith("data:", StringComparison.Ordinal)), string.Join('\n', opened.Requests));
        Assert.InRange((await opened.Ask("document.documentElement.scrollWidth")).GetInt32(), 1, width);
        var faint = (await opened.Ask(PageContrast.Script)).EnumerateArray().Select(item => item.GetString()).ToList();
        Assert.True(faint.Count == 0, string.Join('\n', faint));
    }

    [BrowserFact]
    public async Task Each_chart_has_its_curves_a_key_in_their_colours_and_words()
    {
        await using var opened = await OpenedPage.Open(TrainingPage.Render(ExampleRun.Of(20)));
        var titles = await opened.Page.Locator("figure h3").AllInnerTextsAsync();

        Assert.Equal(
            ["Loss", "Accuracy", "Bounds against the empirical gap", "Effective rank", "Stable rank", "Numerical rank", "Entropy rank", "Bottleneck rank", "Spectral norm", "Distance from the reference", "Spectrum of fc1.weight", "Spectrum of fc2.weight", "Spectrum of head.weight"],
            titles);
        var wrong = (await opened.Ask("""
            [...document.querySelectorAll('figure')].filter(figure => {
              const drawn = new Set([...figure.querySelectorAll('svg polyline, svg path')].map(line => getComputedStyle(line).stroke));
              const keys = [...figure.querySelectorAll('.key .swatch')].map(swatch => getComputedStyle(swatch).borderTopColor);
              return keys.length === 0 || new Set(keys).size !== keys.length || !keys.every(color => drawn.has(color)) || !figure.querySelector('svg[role=img]').getAttribute('aria-label').includes(' to ') && !figure.querySelector('svg').getAttribute('aria-label').includes('down to');
            }).map(figure => figure.querySelector('h3').textContent)
            """)).EnumerateArray().Select(item => item.GetString()).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var outside = (await opened.Ask("""
            [...document.querySelectorAll('figure svg')].flatMap(svg => { const frame = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].filter(text => { const box = text.getBoundingClientRect();
                return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1); })
              .map(text => svg.getAttribute('aria-label') + ': ' + text.textContent); })
            """)).EnumerateArray().Select(item => item.GetString()).ToList();
        Assert.True(outside.Count == 0, string.Join('\n', outside));
    }

    [BrowserFact]
    public async Task A_run_that_goes_on_loads_itself_again_and_one_that_is_over_does_not()
    {
        var running = TrainingPage.Render(ExampleRun.Of(3));
        await using var opened = await OpenedPage.Open(running);
        Assert.StartsWith("Running", await opened.Page.Locator(".lede").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Matches("http-equiv=\"refresh\" content=\"[0-9]+\"", running);
        Assert.DoesNotContain("refresh", TrainingPage.Render(ExampleRun.Of(3, isComplete: true)), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Hostile_names_show_as_text()
    {
        var hostile = ExampleRun.Of(1) with { Points = [ExampleRun.Point(1, (ExampleRun.Hostile, 8, 9), ("\u202Eabc", 8, 9))], Notes = [ExampleRun.Hostile], Certificate = ExampleRun.Hostile };
        await using var opened = await OpenedPage.Open(TrainingPage.Render(hostile with { Name = ExampleRun.Hostile }));
        Assert.Equal("undefined", (await opened.Ask("typeof window.hostile")).GetString());
        Assert.Equal(1, await opened.Page.Locator("script").CountAsync());
        Assert.Contains("<script>", await opened.Page.Locator("tbody tr").Nth(10).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public void One_snapshot_a_thousand_and_two_hundred_layers_have_pages_of_a_bounded_size()
    {
        Assert.Contains("1 snapshot,", TrainingPage.Render(ExampleRun.Of(1)), StringComparison.Ordinal);
        var layers = Enumerable.Range(0, 200).Select(index => ($"block{index}.weight", 512L, 512L)).ToArray();
        var deep = ExampleRun.Of(1) with { Points = [.. Enumerable.Range(1, 30).Select(epoch => ExampleRun.Point(epoch, layers))] };
        var page = TrainingPage.Render(deep);

        Assert.InRange(TrainingPage.Render(ExampleRun.Of(1000)).Length, 1, 2_000_000);
        Assert.InRange(page.Length, 1, 2_000_000);
        Assert.Contains("10 of 200 are drawn", page, StringComparison.Ordinal);
        Assert.Equal(200, RowHead().Count(page));
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_what_no_axis_holds_is_not_drawn()
    {
        var bare = new TrainingRun("bare", [new TrainingPoint(5)]);
        Assert.DoesNotContain("<figure>", TrainingPage.Render(bare), StringComparison.Ordinal);
        var wild = new TrainingRun("wild", [.. new double?[] { 1e300, 0, null, double.NaN, double.PositiveInfinity, 1e-300, -3 }.Select((value, step) => new TrainingPoint(step)
        {
            Losses = [new("training loss", value)], Gaps = [new("a bound", value)],
            Layers = [new LayerPoint("w", 2, 2) { SpectralNorm = value, Spectrum = [1e300, 0], Problem = value is null ? "broken" : null }],
        })]);

        var page = TrainingPage.Render(wild);

        Assert.Contains("Loss", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        Assert.Equal(page, TrainingPage.Render(wild));
    }

    [GeneratedRegex("<th scope=\"row\"><code>block[0-9]+")]
    private static partial Regex RowHead();
}
