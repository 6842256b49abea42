using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RankAttributes.Tests.Browser;
using RankAttributes.Tracking;
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
        Assert.StartsWith("1 of 2", await opened.Page.Locator(".tile").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("92.5%", await opened.Page.Locator(".tile").Nth(1).InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("vacuous", await opened.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Held-out samples bound it", await opened.Page.Locator("#certificate ~ p").InnerTextAsync(), StringComparison.Ordinal);
        await opened.Page.Locator("#certificate ~ details summary").ClickAsync();
        Assert.Contains("is vacuous", await opened.Page.Locator("#certificate ~ details p").InnerTextAsync(), StringComparison.Ordinal);
        var fc2 = await opened.Page.Locator("#outcome ~ .scroll tbody tr").Filter(new() { HasText = "fc2.weight" }).InnerTextAsync();
        Assert.Contains("no: 2×", fc2, StringComparison.Ordinal);
        Assert.Contains("128", fc2, StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
        Assert.True(opened.Requests.Skip(1).All(url => url.StartsWith("data:", StringComparison.Ordinal)), string.Join('\n', opened.Requests));
        Assert.InRange((await opened.Ask("document.documentElement.scrollWidth")).GetInt32(), 1, width);
        var faint = (await opened.Ask(PageContrast.Script)).EnumerateArray().Select(item => item.GetString()).ToList();
        Assert.True(faint.Count == 0, string.Join('\n', faint));
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_page_leads_with_what_can_be_said(ColorScheme scheme, int width)
    {
        await using var opened = await OpenedPage.Open(TrainingPage.Render(ExampleRun.Described(20, isComplete: true)), scheme, width, "described");

        Assert.Equal(["≤ 7.4%", "3,739 bits", "≤ 1.72%", "1 of 2", "92.5%"], (await opened.Page.Locator(".tile .figure").AllInnerTextsAsync()).Take(5));
        Assert.Equal(["By the description", "By held-out samples"], await opened.Page.Locator("#certificate ~ h3").AllInnerTextsAsync());
        Assert.DoesNotContain("vacuous", await opened.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await opened.Page.Locator("#certificate ~ * .over").CountAsync());
        foreach (var fold in await opened.Page.Locator("#certificate ~ details summary").AllAsync()) await fold.ClickAsync();
        Assert.Contains("is vacuous", await opened.Page.Locator("#certificate ~ details p").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("1,630", await opened.Page.Locator("#certificate ~ details tbody").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(
            ["Error in percent, certified and measured", "Description in bits"], (await opened.Page.Locator("figure h3").AllInnerTextsAsync()).Take(2));
        Assert.Equal(["certified", "test", "training"], await opened.Page.Locator("figure").First.Locator("text.end").AllTextContentsAsync());
        Assert.Empty(opened.Complaints);
        Assert.InRange((await opened.Ask("document.documentElement.scrollWidth")).GetInt32(), 1, width);
        var faint = (await opened.Ask(PageContrast.Script)).EnumerateArray().Select(item => item.GetString()).ToList();
        Assert.True(faint.Count == 0, string.Join('\n', faint));
    }

    [BrowserFact]
    public async Task On_paper_everything_is_unfolded_and_no_table_is_wider_than_the_sheet()
    {
        await using var opened = await OpenedPage.Open(TrainingPage.Render(ExampleRun.Of(20, isComplete: true)), ColorScheme.Dark, 718, "paper");
        await opened.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal("rgb(255, 255, 255)", (await opened.Ask("getComputedStyle(document.documentElement).backgroundColor")).GetString());
        Assert.InRange((await opened.Ask("document.documentElement.scrollWidth")).GetInt32(), 1, 718);
        var cells = "[...document.querySelectorAll('td, th')].map(cell => Math.floor(cell.getBoundingClientRect().right))";
        Assert.InRange((await opened.Ask($"Math.max(...{cells})")).GetInt32(), 1, 718);
    }

    /// <summary>Where no margins were measured, the table has no column of what is unknown, and formulas are set as formulas.</summary>
    [Fact]
    public void Without_a_measurement_the_compression_table_has_no_column_of_accuracies()
    {
        var run = ExampleRun.Of(3);
        var cuts = run.Newest.Compression;
        Assert.Contains(">Accuracy</th>", TrainingPage.Render(run), StringComparison.Ordinal);
        var newest = run.Newest with { Compression = [.. cuts.Select(cut => cut with { AccuracyChange = null })] };
        var page = TrainingPage.Render(run with { History = [.. run.History.SkipLast(1), newest] });
        Assert.DoesNotContain(">Accuracy</th>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown</td>", page, StringComparison.Ordinal);
        Assert.Contains("Call <code>tracker.Measure</code> before a snapshot", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>Σ(σᵢ/σ₁)<sup>p</sup> at the declared p; what a rank budget limits.", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>‖A‖<sub>F</sub>²/‖A‖².", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_end_the_newest_snapshot_leads_and_what_promises_nothing_has_no_tile()
    {
        var running = TrainingPage.Render(ExampleRun.Described(3, isComplete: false));
        Assert.Contains("≤ 17%", running, StringComparison.Ordinal);
        Assert.Contains("if training ended now", running, StringComparison.Ordinal);
        Assert.Contains("5,800 bits", running, StringComparison.Ordinal);

        var run = ExampleRun.Described(3, isComplete: true);
        var refused = TrainingPage.Render(run with { Certification = ExampleRun.Vacuous() with { CodeObstacles = ["the dropout 'd' is on"] } });
        Assert.Contains("By the description nothing is certified: the dropout &#39;d&#39; is on.", refused, StringComparison.Ordinal);
        var code = run.Certification!.Code! with { IsVacuous = true, ErrorBound = 0.97 };
        var vacuous = TrainingPage.Render(run with { Certification = run.Certification with { Code = code } });
        Assert.DoesNotContain("≤ 97%", vacuous, StringComparison.Ordinal);
        Assert.Contains("too many to certify an error", vacuous, StringComparison.Ordinal);
        var norms = TrainingPage.Render(run with { Certification = ExampleRun.Vacuous() with { ErrorBound = 0.2500001, Gap = 0.2 } });
        Assert.Contains("≤ 25.01%", norms, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Each_chart_has_its_curves_labels_in_their_colours_tooltips_and_words()
    {
        await using var opened = await OpenedPage.Open(TrainingPage.Render(ExampleRun.Of(20)));
        var titles = await opened.Page.Locator("figure h3").AllInnerTextsAsync();

        Assert.Equal(
            ["Loss", "Accuracy in percent", "Effective rank", "Stable rank", "Numerical rank", "Entropy rank", "Bottleneck rank", "Spectral norm",
                "Distance from the reference",
                "Spectrum of fc1.weight", "Spectrum of fc2.weight", "Spectrum of head.weight", "Bounds against the empirical gap"],
            titles);
        var wrong = (await opened.Ask("""
            [...document.querySelectorAll('figure')].filter(figure => {
              const drawn = [...figure.querySelectorAll('svg .curve path')].map(line => getComputedStyle(line).stroke);
              const labels = [...figure.querySelectorAll('svg text.end')].map(label => getComputedStyle(label).fill);
              const tips = [...figure.querySelectorAll('svg rect.hover title')].map(title => title.textContent);
              return labels.length === 0 || new Set(labels).size !== labels.length || labels.join() !== drawn.join() || !tips.some(tip => tip.split('\n').length > 1)
                || !/ to |down to/.test(figure.querySelector('svg[role=img]').getAttribute('aria-label'));
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
        var snapshot = ExampleRun.Snapshot(
            1, (ExampleRun.Hostile, 8, 9), ("\u202Eabc", 8, 9)) with { Model = ExampleRun.Hostile, Notes = [ExampleRun.Hostile] };
        await using var opened = await OpenedPage.Open(
            TrainingPage.Render(new TrainingRun([snapshot], new Certification { Model = ExampleRun.Hostile, Obstacles = [ExampleRun.Hostile] }, false)));
        Assert.Equal("undefined", (await opened.Ask("typeof window.hostile")).GetString());
        Assert.Equal(1, await opened.Page.Locator("script").CountAsync());
        Assert.Contains("<script>", await opened.Page.Locator("tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public void One_snapshot_a_thousand_and_two_hundred_layers_have_pages_of_a_bounded_size()
    {
        Assert.Contains("1 snapshot,", TrainingPage.Render(ExampleRun.Of(1)), StringComparison.Ordinal);
        var layers = Enumerable.Range(0, 200).Select(index => ($"block{index}.weight", 512L, 512L)).ToArray();
        var deep = new TrainingRun([.. Enumerable.Range(1, 30).Select(epoch => ExampleRun.Snapshot(epoch, layers))], null, false);
        var page = TrainingPage.Render(deep);

        Assert.InRange(TrainingPage.Render(ExampleRun.Of(1000)).Length, 1, 2_000_000);
        Assert.InRange(page.Length, 1, 2_000_000);
        Assert.Contains("10 of 200 are drawn", page, StringComparison.Ordinal);
        Assert.InRange(RowHead().Count(page), 200, 400);
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_what_no_axis_holds_is_not_drawn()
    {
        var bare = new TrainingRun([new BoundSnapshot { Model = "bare", Progress = new TrainingProgress(5) }], null, false);
        Assert.DoesNotContain("<figure>", TrainingPage.Render(bare), StringComparison.Ordinal);
        var wild = new TrainingRun(
            [.. new double?[] { 1e300, 0, null, double.NaN, double.PositiveInfinity, 1e-300, -3 }.Select((value, step) => new BoundSnapshot
            {
                Model = "wild",
                Progress = new TrainingProgress(step) { TrainLoss = value },
                Bounds = [new BoundValue(BoundKind.NormBased, value)],
                Layers = [
                    new LayerSnapshot(
                        "w", 2, 2) { Measures = value is { } norm ? new Dictionary<string, double> { ["spectralNorm"] = norm }
                            : [], Spectrum = [1e300, 0], Problem = value is null ? "broken" : null }],
            })],
            null,
            false);

        var page = TrainingPage.Render(wild);

        Assert.Contains("Loss", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        Assert.Equal(page, TrainingPage.Render(wild));
    }

    [GeneratedRegex("<th scope=\"row\"><code>block[0-9]+")]
    private static partial Regex RowHead();
}
