using System.Text.Json;
using System.Text.RegularExpressions;

namespace RankAttributes.Package.Tests;

/// <summary>Every rule fires from the package: the examples of all pages, compiled once in a user's project.</summary>
public sealed partial class RuleTests(RuleTests.Compiled compiled) : IClassFixture<RuleTests.Compiled>
{
    public static TheoryData<string> Rules => [.. Pages.Select(page => Path.GetFileNameWithoutExtension(page))];

    private static IEnumerable<string> Pages => Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "RANK*.md")
        .Where(page => !Path.GetFileName(page).StartsWith("RANK2", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Rules))]
    public void It_fires_where_its_page_says_and_links_to_the_page(string id)
    {
        Assert.True(compiled.Links.TryGetValue(id, out var link), $"{id} is not among what the build said:\n{compiled.Output}");
        Assert.EndsWith($"/docs/rules/{id}.md", link, StringComparison.Ordinal);
    }

    [GeneratedRegex("```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("```ini\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Configuration();

    [GeneratedRegex(@"^\[assembly:.*$", RegexOptions.Multiline)]
    private static partial Regex OnAssembly();

    /// <summary>One project with the first example of each page in a namespace of its own, built.</summary>
    public sealed class Compiled
    {
        private const string Usings =
            "using TorchSharp; using TorchSharp.Modules; using RankAttributes; using static TorchSharp.torch; using static TorchSharp.torch.nn;";

        public Compiled()
        {
            using var consumer = new Consumer();
            var configuration = "root = true\n";
            foreach (var page in Pages)
            {
                var (id, text) = (Path.GetFileNameWithoutExtension(page), File.ReadAllText(page));
                var example = Example().Match(text).Groups[1].Value;
                consumer.Write(id + ".cs",
                    $"{Usings}\n{string.Join('\n', OnAssembly().Matches(example))}\nnamespace {id};\n{OnAssembly().Replace(example, "")}");
                if (Configuration().Match(text) is { Success: true } section) configuration += $"[{id}.cs]\n{section.Groups[1].Value}\n";
            }

            // Some of the examples are errors; the compiler's log has what is not printed, too.
            consumer.Project(properties: "<ErrorLog>rules.sarif,version=2.1</ErrorLog>");
            Output = consumer.Write(".editorconfig", configuration).TryDotnet("build").Output;
            var run = JsonDocument.Parse(File.ReadAllText(consumer.At("rules.sarif"))).RootElement.GetProperty("runs")[0];
            var links = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
                .ToDictionary(rule => rule.GetProperty("id").GetString()!, rule => rule.TryGetProperty("helpUri", out var link) ? link.GetString()! : "");
            Links = run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("ruleId").GetString()!).Distinct()
                .ToDictionary(id => id, id => links.GetValueOrDefault(id, ""));
        }

        public string Output { get; }

        /// <summary>The rules that fired, with the page that each links to.</summary>
        public IReadOnlyDictionary<string, string> Links { get; }
    }
}
