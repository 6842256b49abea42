using Microsoft.Playwright;
using RankAttributes.Build.Report;

namespace RankAttributes.Build.Tests.Report;

public class HtmlPageTests
{
    private static readonly string Html = HtmlReport.Render(Example.Report);

    public static TheoryData<ColorScheme, int> Screens => new()
    {
        { ColorScheme.Light, 1100 }, { ColorScheme.Dark, 1100 }, { ColorScheme.Light, 390 }, { ColorScheme.Dark, 390 },
    };

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_reader_sees_the_models_on_every_screen(ColorScheme scheme, int width)
    {
        await using var opened = await OpenedPage.Open(Html, scheme, width);

        Assert.Equal("Demo", await opened.Page.Locator("h1").InnerTextAsync());
        var row = opened.Page.Locator("table").First.Locator("tbody tr").Filter(new() { HasText = "Mlp" }).First;
        var mlp = Example.Report.Models.Single(model => model.Declared.TypeName == "Demo.Mlp");
        Assert.Contains(mlp.Prediction.Samples!.Value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), await row.InnerTextAsync(),
            StringComparison.Ordinal);
        Assert.Contains("150,000", await row.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
        Assert.True(opened.Requests.Count == 1 || opened.Requests.Skip(1).All(url => url.StartsWith("data:", StringComparison.Ordinal)), string.Join('\n',
            opened.Requests));

        // Nothing hangs over the side: wide tables scroll in their own frame.
        Assert.InRange((await opened.Ask("document.documentElement.scrollWidth")).GetInt32(), 1, width);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task Every_text_stands_out_from_what_is_behind_it(ColorScheme scheme, int width)
    {
        await using var opened = await OpenedPage.Open(Html, scheme, width);
        var background = (await opened.Ask("getComputedStyle(document.documentElement).backgroundColor")).GetString()!;
        var faint = (await opened.Ask(PageContrast.Script)).EnumerateArray().Select(item => item.GetString()).ToList();

        Assert.Equal(scheme == ColorScheme.Dark, PageContrast.Luminance(background) < 0.2);
        Assert.True(faint.Count == 0, string.Join('\n', faint));
    }

    [BrowserTheory]
    [InlineData(1100)]
    [InlineData(390)]
    public async Task On_a_phone_name_and_verdict_stay_in_view_while_a_model_is_read(int width)
    {
        await using var opened = await OpenedPage.Open(Html, width: width);
        var article = opened.Page.Locator("article").Filter(new() { HasText = "Demo.Vision" }).First;
        await article.Locator("h3").Last.EvaluateAsync("heading => window.scrollTo(0, heading.getBoundingClientRect().top + window.scrollY - 200)");
        var top = (await article.Locator(".chip").First.EvaluateAsync("chip => chip.getBoundingClientRect().top"))!.Value.GetDouble();

        if (width == 390) Assert.InRange(top, 0, 100);
        else Assert.True(top < 0, $"the chip is at {top}");
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(20, 2)]
    [InlineData(300, 40)]
    public void A_page_of_a_hundred_models_is_below_300_kB(int layers, int creations)
    {
        var page = HtmlReport.Render(BoundReport.Of("Many", Enumerable.Range(0, 100).Select(number => Example.Large(number, layers, creations))));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page), 50_000, HtmlReport.MaxBytes);
        Assert.Equal(100, page.Split("<article").Length - 1);
        Assert.Equal(layers > 24, page.Contains("other layers", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5, 3, 5)]
    [InlineData(5, 300, 5)]
    [InlineData(100, 20, 0)]
    [InlineData(100, 300, 0)]
    public void No_chart_is_drawn_for_a_page_that_is_too_long_without_charts(int models, int layers, int expected)
    {
        var drawn = 0;
        var report = BoundReport.Of("Many", Enumerable.Range(0, models).Select(number => Example.Large(number, layers, 0)));
        HtmlReport.Render("Many", [report], model =>
        {
            drawn++;
            return Figures.Render(model);
        });

        Assert.Equal(expected, drawn);
    }

    [Fact]
    public void A_few_models_with_many_layers_keep_their_charts_and_their_largest_layers()
    {
        var page = HtmlReport.Render(BoundReport.Of("Deep", Enumerable.Range(0, 5).Select(number => Example.Large(number, 300, 0))));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page), 50_000, HtmlReport.MaxBytes);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("<code>layer299</code>", page, StringComparison.Ordinal);
        Assert.Contains("241 other layers", page, StringComparison.Ordinal);
        Assert.Contains("The JSON form has everything.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Shortened", Html, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Many_models_are_folded_under_a_list_that_opens_them()
    {
        var page = HtmlReport.Render(BoundReport.Of("Many", Enumerable.Range(0, 100).Select(number => Example.Large(number, 6, 1))));
        await using var opened = await OpenedPage.Open(page, width: 390, name: "many");
        Assert.Equal(100, await opened.Page.Locator("article details").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("article details[open]").CountAsync());
        var advice = opened.Page.Locator("article .advice").Nth(41);
        Assert.False(await advice.IsVisibleAsync());

        await opened.Page.Locator("section a").Nth(41).ClickAsync();
        await advice.WaitForAsync();
        Assert.Equal(1, await opened.Page.Locator("article details[open]").CountAsync());
        Assert.True(await opened.Page.Locator("article summary .chip").Nth(41).IsVisibleAsync());
        Assert.InRange((await opened.Ask("document.documentElement.scrollWidth")).GetInt32(), 1, 390);
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Every_label_of_a_chart_lies_inside_it()
    {
        await using var opened = await OpenedPage.Open(Html);
        var charts = await opened.Page.Locator("figure svg").CountAsync();
        var outside = (await opened.Ask("""
            [...document.querySelectorAll('figure svg')].flatMap(svg => { const frame = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].filter(text => { const box = text.getBoundingClientRect();
                return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1); })
              .map(text => svg.getAttribute('aria-label') + ': ' + text.textContent); })
            """)).EnumerateArray().Select(item => item.GetString()).ToList();

        Assert.InRange(charts, 8, 100);
        Assert.True(outside.Count == 0, string.Join('\n', outside));
        Assert.Equal(charts, (await opened.Ask("document.querySelectorAll('figure svg[role=img][aria-label]').length")).GetInt32());
        Assert.Equal(0, (await opened.Ask("(ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(element => element.id))"))
            .GetInt32());
    }

    [BrowserFact]
    public async Task The_tables_sort_by_mouse_and_by_keyboard()
    {
        await using var opened = await OpenedPage.Open(Html);
        var table = opened.Page.Locator("article").Filter(new() { HasText = "Demo.Mlp" }).First.Locator("table.sortable").First;
        async Task<string> Order() => string.Join(' ', await table.Locator("tbody th code").AllInnerTextsAsync());

        Assert.Equal("fc1 fc2 head", await Order());
        await table.GetByRole(AriaRole.Button, new() { Name = "Samples" }).ClickAsync();
        Assert.Equal("fc1 fc2 head", await Order());
        Assert.Equal("descending", await table.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"));
        await table.GetByRole(AriaRole.Button, new() { Name = "Samples" }).FocusAsync();
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("head fc2 fc1", await Order());
        await table.GetByRole(AriaRole.Button, new() { Name = "Layer" }).ClickAsync();
        Assert.Equal("fc1 fc2 head", await Order());
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Without_script_everything_is_there()
    {
        await using var opened = await OpenedPage.Open(Html, withScript: false);
        Assert.Equal(Example.Report.Models.Count, await opened.Page.Locator("article").CountAsync());
        Assert.Equal(0, await opened.Page.GetByRole(AriaRole.Button).CountAsync());
        Assert.Contains("embedding", await opened.Page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Hostile_names_show_as_text()
    {
        await using var opened = await OpenedPage.Open(Html);
        var shown = Example.Hostile.Replace('\u0001', ' ').TrimEnd();

        Assert.Equal(shown, (await opened.Page.Locator("article h2").AllInnerTextsAsync()).Single(name => name.Contains("script", StringComparison.Ordinal))
            .TrimEnd());
        Assert.Equal("undefined", (await opened.Ask("typeof window.hostile")).GetString());
        Assert.Equal(1, await opened.Page.Locator("script").CountAsync());
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Headings_go_down_one_step_at_a_time_and_every_table_has_heads()
    {
        await using var opened = await OpenedPage.Open(Html);
        var levels = (await opened.Ask("[...document.querySelectorAll('h1,h2,h3,h4')].map(heading => Number(heading.tagName[1]))")).EnumerateArray()
            .Select(level => level.GetInt32()).ToList();

        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
        Assert.Equal(0, (await opened.Ask("[...document.querySelectorAll('tbody tr')].filter(row => !row.querySelector('th[scope=row]')).length")).GetInt32());
        Assert.Equal(0, (await opened.Ask("[...document.querySelectorAll('table')].filter(table => !table.querySelector('thead th[scope=col]')).length"))
            .GetInt32());
    }

    [BrowserFact]
    public async Task On_paper_it_is_black_on_white_whatever_the_screen()
    {
        await using var opened = await OpenedPage.Open(Html, ColorScheme.Dark);
        Assert.False((await opened.Ask("document.querySelector('details table').checkVisibility()")).GetBoolean());
        await opened.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.Equal("rgb(255, 255, 255)", (await opened.Ask("getComputedStyle(document.documentElement).backgroundColor")).GetString());
        Assert.Equal("rgb(0, 0, 0)", (await opened.Ask("getComputedStyle(document.querySelector('h1')).color")).GetString());
        Assert.Equal("visible", (await opened.Ask("getComputedStyle(document.querySelector('.scroll')).overflowX")).GetString());
        Assert.True(
            (await opened.Ask(
                "[...document.querySelectorAll('details table, details ul')].every(part => part.checkVisibility({ contentVisibilityAuto: true }))"))
                    .GetBoolean());
    }
}
